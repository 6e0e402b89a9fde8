//! The shapes of alternatives: what is dropped, and fields of tasks, risks, teams and so on.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Serialize, Serializer};

use super::Entries;
use super::staff::{EffectShape, TeamShape};
use super::work::{GroupShape, MilestoneShape, RiskShape, TaskShape};
use crate::plan::{
    Alternative, Change, Edit, EffectField, Field, GroupField, MilestoneField, RiskField, TaskField,
    TeamField,
};

/// Another way to go about the plan. What it says of a task, a risk and so on replaces those keys alone; a name that is new adds one.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Alternative"))]
pub(super) struct AlternativeShape<'a> {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    /// Free text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// The alternative whose changes come first.
    #[serde(skip_serializing_if = "Option::is_none")]
    based_on: Option<&'a str>,
    /// What is left out: names of tasks and milestones, "#tag", or "risk.vendor", "effect.debt" and so on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    drop: Vec<&'a str>,
    /// Teams that are different, or new.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    team: Entries<'a, EditShape<'a, TeamField>>,
    /// Tasks that are different, or new.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    task: Entries<'a, EditShape<'a, TaskField>>,
    /// Milestones that are different, or new.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    milestone: Entries<'a, EditShape<'a, MilestoneField>>,
    /// Risks that are different, or new.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    risk: Entries<'a, EditShape<'a, RiskField>>,
    /// Groups that are different, or new.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    group: Entries<'a, EditShape<'a, GroupField>>,
    /// Effects that are different, or new.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    effect: Entries<'a, EditShape<'a, EffectField>>,
}

/// The changes of one thing.
pub(super) struct EditShape<'a, F: Field>(Cow<'a, Edit<F>>);

impl<'a> AlternativeShape<'a> {
    pub(super) fn of(alternative: &'a Alternative) -> Self {
        let mut shape = Self {
            title: alternative.title.as_deref(),
            note: alternative.note.as_deref(),
            based_on: alternative.based_on.as_deref(),
            drop: Vec::new(),
            team: Entries(Vec::new()),
            task: Entries(Vec::new()),
            milestone: Entries(Vec::new()),
            risk: Entries(Vec::new()),
            group: Entries(Vec::new()),
            effect: Entries(Vec::new()),
        };
        let mut places = HashMap::new();
        for change in &alternative.changes {
            match change {
                Change::Drop(what) => shape.drop.push(what),
                Change::Team(edit) => add(&mut shape.team, edit, &mut places),
                Change::Task(edit) => add(&mut shape.task, edit, &mut places),
                Change::Milestone(edit) => add(&mut shape.milestone, edit, &mut places),
                Change::Risk(edit) => add(&mut shape.risk, edit, &mut places),
                Change::Group(edit) => add(&mut shape.group, edit, &mut places),
                Change::Effect(edit) => add(&mut shape.effect, edit, &mut places),
            }
        }
        shape
    }
}

/// Adds the changes of a thing to those that it has already: a file has one place for them.
fn add<'a, F: Field>(
    entries: &mut Entries<'a, EditShape<'a, F>>,
    edit: &'a Edit<F>,
    places: &mut HashMap<(&'static str, &'a str), usize>,
) {
    let place = *places.entry((F::KIND, &edit.name)).or_insert(entries.0.len());
    match entries.0.get_mut(place) {
        None => entries.0.push((&edit.name, EditShape(Cow::Borrowed(edit)))),
        Some((_, EditShape(all))) => {
            let all = all.to_mut();
            for field in &edit.fields {
                all.fields.retain(|other| std::mem::discriminant(other) != std::mem::discriminant(field));
                all.fields.push(field.clone());
            }
        }
    }
}

/// Fields that have a shape.
trait Shaped: Field {
    /// The shape of the whole thing.
    type Shape<'a>: Serialize;

    /// The shape of a thing of which only some keys are said, and some are taken out.
    fn shape<'a>(
        thing: &'a Self::Thing,
        says: &dyn Fn(&str) -> bool,
        clear: Vec<&'static str>,
    ) -> Self::Shape<'a>;
}

macro_rules! shaped {
    ($($field:ident: $shape:ident, $($key:ident)*;)+) => {$(
        impl Shaped for $field {
            type Shape<'a> = $shape<'a>;

            fn shape<'a>(
                thing: &'a Self::Thing,
                says: &dyn Fn(&str) -> bool,
                clear: Vec<&'static str>,
            ) -> $shape<'a> {
                let mut shape = $shape::of(thing);
                // What every whole one has; the rest is left out where nothing is said.
                $(shape.$key = shape.$key.filter(|_| says(stringify!($key)));)*
                let _ = says;
                shape.clear = clear;
                shape
            }
        }
    )+};
}

shaped! {
    TaskField: TaskShape, takes;
    MilestoneField: MilestoneShape, after;
    RiskField: RiskShape, chance;
    EffectField: EffectShape,;
    TeamField: TeamShape, people;
    GroupField: GroupShape, tasks correlation;
}

impl<F: Shaped> Serialize for EditShape<'_, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = &self.0.fields;
        let mut thing = F::blank(&self.0.name);
        fields.iter().for_each(|field| field.put(&mut thing));
        let says = |key: &str| fields.iter().any(|field| field.keys().contains(&key));
        // A field that is as where nothing is said is taken out.
        let said = |key: &str| {
            let written =
                |field: &F| field.keys().contains(&key) && (F::REQUIRED.contains(&key) || !field.is_blank());
            fields.iter().any(written)
        };
        let mut clear: Vec<&'static str> = Vec::new();
        for field in fields {
            let key = field.keys()[0];
            if !field.keys().iter().any(|key| said(key)) && !clear.contains(&key) {
                clear.push(key);
            }
        }
        clear.sort_by_key(|key| F::KEYS.iter().position(|other| other == key));
        F::shape(&thing, &says, clear).serialize(serializer)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    use super::{EditShape, Shaped};

    impl<F: Shaped> JsonSchema for EditShape<'_, F>
    where
        F::Shape<'static>: JsonSchema,
    {
        fn schema_name() -> Cow<'static, str> {
            format!("{}Change", F::Shape::<'static>::schema_name()).into()
        }

        /// As the whole thing, of which nothing must be said, and with what is taken out.
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let mut schema = F::Shape::<'static>::json_schema(generator);
            schema.remove("required");
            let mut keys: Vec<&str> =
                F::KEYS.iter().copied().filter(|key| !F::REQUIRED.contains(key)).collect();
            keys.dedup();
            if let Some(properties) = schema.get_mut("properties").and_then(|value| value.as_object_mut()) {
                let clear = serde_json::json!({
                    "description": "Keys that are taken out.",
                    "type": "array",
                    "items": { "enum": keys }
                });
                properties.insert("clear".to_owned(), clear);
            }
            schema
        }
    }
}
