"""Lists what the crate offers, a line each, from rustdoc's JSON (the first argument): items, fields, variants, methods and the traits of
this crate's and serde's and the standard library's that types have. Compared with docs/api.txt, so that no change of it goes unseen."""

import json
import sys

# The version of rustdoc's format that this reads.
FORMAT = 57


class Api:
    def __init__(self, path):
        with open(path) as file:
            self.doc = json.load(file)
        self.index = self.doc["index"]
        self.lines = set()

    def item(self, key):
        return self.index.get(str(key))

    # Types and signatures, short: paths by their last part.

    def path(self, path):
        name = path["path"].rsplit("::", 1)[-1]
        return name + self.args(path.get("args"))

    def args(self, args):
        if not args:
            return ""
        if "angle_bracketed" in args:
            of = args["angle_bracketed"]
            parts = [self.arg(arg) for arg in of["args"]]
            for constraint in of["constraints"]:
                binding = constraint["binding"]
                if "equality" in binding:
                    parts.append(f"{constraint['name']} = {self.term(binding['equality'])}")
                else:
                    parts.append(f"{constraint['name']}: {self.bounds(binding['constraint'])}")
            return f"<{', '.join(parts)}>" if parts else ""
        of = args.get("parenthesized")
        if of:
            out = f" -> {self.type(of['output'])}" if of["output"] else ""
            return f"({', '.join(self.type(one) for one in of['inputs'])}){out}"
        return ""

    def arg(self, arg):
        if isinstance(arg, str):
            return "_"
        (kind, of), = arg.items()
        return {"lifetime": lambda: of, "type": lambda: self.type(of), "const": lambda: of["expr"]}[kind]()

    def term(self, term):
        return self.type(term["type"]) if "type" in term else term["constant"]["expr"]

    def bounds(self, bounds):
        out = []
        for bound in bounds:
            if "trait_bound" in bound:
                modifier = "?" if bound["trait_bound"]["modifier"] == "maybe" else ""
                out.append(modifier + self.path(bound["trait_bound"]["trait"]))
            elif "outlives" in bound:
                out.append(bound["outlives"])
        return " + ".join(out)

    def type(self, of):
        if of is None:
            return "()"
        (kind, of), = of.items()
        if kind == "resolved_path":
            return self.path(of)
        if kind in ("generic", "primitive"):
            return of
        if kind == "tuple":
            return f"({', '.join(self.type(one) for one in of)})"
        if kind == "slice":
            return f"[{self.type(of)}]"
        if kind == "array":
            return f"[{self.type(of['type'])}; {of['len']}]"
        if kind == "borrowed_ref":
            lifetime = of["lifetime"] + " " if of["lifetime"] else ""
            return f"&{lifetime}{'mut ' if of['is_mutable'] else ''}{self.type(of['type'])}"
        if kind == "impl_trait":
            return f"impl {self.bounds(of)}"
        if kind == "dyn_trait":
            traits = [self.path(one["trait"]) for one in of["traits"]]
            return f"dyn {' + '.join(traits + ([of['lifetime']] if of['lifetime'] else []))}"
        if kind == "qualified_path":
            return f"{self.type(of['self_type'])}::{of['name']}"
        if kind == "function_pointer":
            return f"fn{self.signature(of['sig'])}"
        return kind

    def signature(self, sig):
        def said(name, of):
            text = self.type(of)
            if name != "self":
                return f"{name}: {text}"
            return {"Self": "self", "&Self": "&self", "&mut Self": "&mut self"}.get(text, f"self: {text}")

        out = f" -> {self.type(sig['output'])}" if sig["output"] else ""
        return f"({', '.join(said(*one) for one in sig['inputs'])}){out}"

    def generics(self, generics):
        names = []
        for param in generics["params"]:
            (kind, of), = param["kind"].items()
            if kind == "type" and of["is_synthetic"]:
                continue
            bounds = self.bounds(of["bounds"]) if kind == "type" else ""
            prefix = "const " if kind == "const" else ""
            names.append(prefix + param["name"] + (f": {bounds}" if bounds else ""))
        return f"<{', '.join(names)}>" if names else ""

    # What there is.

    def walk(self, module, path):
        for key in module["inner"]["module"]["items"]:
            item = self.item(key)
            if item and item["visibility"] == "public" and not self.is_hidden(item):
                self.add(item, path)

    @staticmethod
    def is_hidden(item):
        return any("hidden" in json.dumps(attr) for attr in item["attrs"])

    def add(self, item, path, name=None):
        (kind, inner), = item["inner"].items()
        if kind == "use":
            target = self.item(inner["id"])
            if target is None:
                self.lines.add(f"pub use {path}::{inner['name']}")
            elif "module" in target["inner"] and not inner["is_glob"]:
                self.walk(target, f"{path}::{inner['name']}")
            else:
                self.add(target, path, inner["name"])
            return
        full = f"{path}::{name or item['name']}"
        if kind == "module":
            self.lines.add(f"pub mod {full}")
            self.walk(item, full)
        elif kind == "function":
            self.lines.add(f"pub fn {full}{self.generics(inner['generics'])}{self.signature(inner['sig'])}")
        elif kind == "constant":
            self.lines.add(f"pub const {full}: {self.type(inner['type'])}")
        elif kind == "type_alias":
            self.lines.add(f"pub type {full}{self.generics(inner['generics'])} = {self.type(inner['type'])}")
        elif kind == "trait":
            self.lines.add(f"pub trait {full}{self.generics(inner['generics'])}")
            self.members(inner["items"], full)
        elif kind in ("struct", "enum"):
            open_ended = "non_exhaustive" in json.dumps(item["attrs"])
            self.lines.add(f"{'#[non_exhaustive] ' if open_ended else ''}pub {kind} {full}{self.generics(inner['generics'])}")
            self.fields(kind, inner, full)
            self.impls(inner["impls"], full)

    def fields(self, kind, inner, full):
        if kind == "enum":
            for key in inner["variants"]:
                variant = self.item(key)
                of = variant["inner"]["variant"]["kind"]
                text = ""
                if isinstance(of, dict) and "tuple" in of:
                    text = f"({', '.join(self.type(self.item(field)['inner']['struct_field']) for field in of['tuple'] if field)})"
                elif isinstance(of, dict) and "struct" in of:
                    fields = [self.item(field) for field in of["struct"]["fields"]]
                    text = " { " + ", ".join(f"{field['name']}: {self.type(field['inner']['struct_field'])}" for field in fields) + " }"
                self.lines.add(f"{full}::{variant['name']}{text}")
            return
        of = inner["kind"]
        keys = of["plain"]["fields"] if isinstance(of, dict) and "plain" in of else of.get("tuple", []) if isinstance(of, dict) else []
        for key in keys:
            field = self.item(key) if key else None
            if field and field["visibility"] == "public":
                self.lines.add(f"pub {full}.{field['name']}: {self.type(field['inner']['struct_field'])}")

    def impls(self, keys, full):
        traits = set()
        for key in keys:
            item = self.item(key)
            if item is None:
                continue
            impl = item["inner"]["impl"]
            if impl["is_synthetic"] or impl["blanket_impl"]:
                continue
            if impl["trait"]:
                traits.add(self.path(impl["trait"]))
            else:
                self.members(impl["items"], full)
        traits.discard("StructuralPartialEq")
        if traits:
            self.lines.add(f"impl {', '.join(sorted(traits))} for {full}")

    def members(self, keys, full):
        for key in keys:
            item = self.item(key)
            if item is None or item["visibility"] not in ("public", "default") or self.is_hidden(item):
                continue
            (kind, inner), = item["inner"].items()
            name = f"{full}::{item['name']}"
            if kind == "function":
                self.lines.add(f"pub fn {name}{self.generics(inner['generics'])}{self.signature(inner['sig'])}")
            elif kind == "assoc_const":
                self.lines.add(f"pub const {name}: {self.type(inner['type'])}")


def main():
    api = Api(sys.argv[1])
    if api.doc["format_version"] != FORMAT:
        # The format follows the compiler: another one may have other names for the same.
        print(f"rustdoc writes format {api.doc['format_version']}, and this reads {FORMAT}", file=sys.stderr)
        sys.exit(3)
    api.walk(api.item(api.doc["root"]), "landfall")
    print("\n".join(sorted(api.lines, key=lambda line: (line.split("landfall", 1)[-1], line))))


main()
