//! What an alternative changes, in words.

use std::collections::HashMap;

use jiff::civil::Date;

use super::estimates::{estimate, scale};
use super::words::{exact, list, percent, plain};
use crate::change::{Because, Dropped};
use crate::plan::{
    Change, Edit, Effect, EffectField, Estimate, Field, GroupField, Link, LinkKind, MilestoneField, Plan,
    RiskField, Scale, TaskField, TeamField, When,
};

/// What people call the things of a plan.
pub(super) struct Titles<'p>(HashMap<(&'static str, &'p str), &'p str>);

impl<'p> Titles<'p> {
    /// Those of some plans; what stands in more than one goes by its title in the first.
    pub(super) fn of(plans: &[&'p Plan]) -> Self {
        let mut titles = HashMap::new();
        let mut note = |kind, name: &'p str, title: &'p Option<String>| {
            let title = title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(name);
            titles.entry((kind, name)).or_insert(title);
        };
        for plan in plans {
            plan.tasks.iter().for_each(|task| note("task", &task.name, &task.title));
            plan.milestones.iter().for_each(|milestone| note("task", &milestone.name, &milestone.title));
            plan.risks.iter().for_each(|risk| note("risk", &risk.name, &risk.title));
            plan.effects.iter().for_each(|effect| note("effect", &effect.name, &effect.title));
            plan.teams.iter().for_each(|team| note("team", &team.name, &team.title));
        }
        Self(titles)
    }

    /// The title, safe to show. Tasks and milestones share one name space.
    pub(super) fn get(&self, kind: &'static str, name: &str) -> String {
        let kind = if kind == "milestone" { "task" } else { kind };
        plain(self.0.get(&(kind, name)).copied().unwrap_or(name))
    }

    /// What is no longer there: "Rules engine", "the rest of Rules engine" where it is under way.
    pub(super) fn gone(&self, dropped: &Dropped) -> String {
        let title = self.get(dropped.kind, &dropped.name);
        if dropped.started.is_some() { format!("the rest of {title}") } else { title }
    }

    /// What a drop is about: "Rules engine", "the risk The vendor is late", "tasks tagged extra".
    pub(super) fn dropped(&self, what: &str) -> String {
        if self.0.contains_key(&("task", what)) || what.starts_with('#') {
            return self.selected(what);
        }
        let other = what.split_once('.').and_then(|(kind, name)| {
            let kind = ["risk", "effect", "team", "group"].into_iter().find(|other| *other == kind)?;
            Some(format!("the {kind} {}", self.get(kind, name)))
        });
        other.unwrap_or_else(|| plain(what))
    }

    /// The same of what is no longer there in a change of a plan: nothing of what stays, as it is past, and the rest of what is under way.
    pub(super) fn really_dropped(&self, what: &str, dropped: &[Dropped], before: &Plan) -> Option<String> {
        if let Some(tag) = what.strip_prefix('#') {
            let mut tagged = before.tasks.iter().filter(|task| task.tags.iter().any(|of| of == tag));
            let goes = |name: &str| dropped.iter().any(|of| of.kind == "task" && of.name == name);
            let (some, all) =
                (tagged.clone().any(|task| goes(&task.name)), tagged.all(|task| goes(&task.name)));
            let text = self.dropped(what);
            return some.then(|| if all { text } else { format!("what is not finished of {text}") });
        }
        let name = what.split_once('.').map_or(what, |(_, name)| name);
        let of = dropped.iter().find(|of| match of.kind {
            "task" | "milestone" => of.name == what,
            kind => of.name == name && what.starts_with(kind),
        });
        of.map(|of| if of.started.is_some() { self.gone(of) } else { self.dropped(what) })
    }

    /// "Rules engine", "tasks tagged backend", "tasks of Flow", "all tasks".
    pub(super) fn selected(&self, selector: &str) -> String {
        match selector.strip_prefix('#') {
            Some(tag) => format!("tasks tagged {}", plain(tag)),
            None => match selector.strip_prefix('@') {
                Some(team) => format!("tasks of {}", self.get("team", team)),
                None if selector == "*" => "all tasks".to_owned(),
                None => self.get("task", selector),
            },
        }
    }
}

/// What is left out of the work, in one sentence; nothing where nothing is.
pub(super) fn left_out(dropped: &[Dropped], titles: &Titles<'_>) -> Option<String> {
    let named = |which: fn(&Because) -> bool| -> Vec<String> {
        let work = dropped.iter().filter(|dropped| matches!(dropped.kind, "task" | "milestone"));
        let of = work.filter(|dropped| which(&dropped.because));
        of.map(|dropped| titles.gone(dropped)).collect()
    };
    let asked = named(|because| *because == Because::Asked);
    let needs = named(|because| matches!(because, Because::Needs(_)));
    let nothing_left = named(|because| *because == Because::NothingLeft);
    let mut text = list(&asked);
    if !needs.is_empty() {
        let (goes, those) =
            (if needs.len() == 1 { "goes" } else { "go" }, if asked.len() == 1 { "it" } else { "them" });
        text += &format!("; {} {goes} with {those}", list(&needs));
    }
    if !nothing_left.is_empty() {
        text += &format!("; nothing is left of {}", list(&nothing_left));
    }
    (!asked.is_empty()).then_some(text)
}

/// The sentences of what changes make different; what they drop is told by [`left_out`]. `before` is the plan that they were made to.
pub(super) fn sentences(changes: &[Change], before: &Plan, titles: &Titles<'_>) -> Vec<String> {
    let mut tasks = Before::new(&before.tasks);
    let mut milestones = Before::new(&before.milestones);
    let mut risks = Before::new(&before.risks);
    let mut effects = Before::new(&before.effects);
    let mut teams = Before::new(&before.teams);
    let mut groups = Before::new(&before.groups);
    let said = changes.iter().filter_map(|change| match change {
        Change::Drop(_) => None,
        Change::Task(edit) => tasks.said(edit, titles),
        Change::Milestone(edit) => milestones.said(edit, titles),
        Change::Risk(edit) => risks.said(edit, titles),
        Change::Effect(edit) => effects.said(edit, titles),
        Change::Team(edit) => teams.said(edit, titles),
        Change::Group(edit) => groups.said(edit, titles),
    });
    said.collect()
}

/// The things of one kind, as they are before changes.
struct Before<'p, F: Said> {
    things: &'p [F::Thing],
    /// By name, once somebody asks.
    named: Option<HashMap<&'p str, &'p F::Thing>>,
}

impl<'p, F: Said> Before<'p, F> {
    fn new(things: &'p [F::Thing]) -> Self {
        Self { things, named: None }
    }

    /// What an edit makes different.
    fn said(&mut self, edit: &Edit<F>, titles: &Titles<'_>) -> Option<String> {
        let things = self.things;
        let named = self
            .named
            .get_or_insert_with(|| things.iter().rev().map(|thing| (F::name_of(thing), thing)).collect());
        let title = titles.get(F::KIND, &edit.name);
        let Some(old) = named.get(edit.name.as_str()) else {
            let mut thing = F::blank(&edit.name);
            edit.fields.iter().for_each(|field| field.put(&mut thing));
            let fields = edit.fields.iter().filter(|field| !field.keys().contains(&"title"));
            let said: Vec<String> = fields.filter_map(|field| field.said(None, titles)).collect();
            let what = F::whole(&thing, titles).unwrap_or_else(|| list(&said));
            return Some(format!("new: {title}{}{what}", if what.is_empty() { "" } else { " – " }));
        };
        let old = F::all(old);
        let same = |field: &F, other: &F| std::mem::discriminant(field) == std::mem::discriminant(other);
        let said = edit.fields.iter().filter_map(|field| {
            let old = old.iter().find(|other| same(field, other));
            if old == Some(field) { None } else { field.said(old, titles) }
        });
        let said: Vec<String> = said.collect();
        (!said.is_empty()).then(|| format!("{title} {}", list(&said)))
    }
}

/// A field that can be said in words.
trait Said: Field {
    /// What it says, after the name of the thing: "takes 1-2 weeks instead of 2-3 weeks"; nothing where it is only text for people.
    fn said(&self, old: Option<&Self>, titles: &Titles<'_>) -> Option<String>;

    /// What a new thing says as a whole, where that is not a list of its fields.
    fn whole(_thing: &Self::Thing, _titles: &Titles<'_>) -> Option<String> {
        None
    }
}

/// A verb and a value, and what it was before where that is known and short.
fn instead(verb: &str, value: &str, old: Option<String>) -> Option<String> {
    let old = old.filter(|old| !old.is_empty()).map_or(String::new(), |old| format!(" instead of {old}"));
    Some(format!("{verb} {value}{old}"))
}

fn called(title: &Option<String>) -> Option<String> {
    Some(
        title
            .as_deref()
            .map_or("is called by its name".to_owned(), |title| format!("is called {}", plain(title))),
    )
}

fn date(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

fn link(link: &Link, titles: &Titles<'_>) -> String {
    let title = titles.get("task", &link.task);
    let lag = link.lag.map_or(String::new(), |lag| match lag.number() < 0.0 {
        true => format!(" - {}", lag.reversed()),
        false => format!(" + {lag}"),
    });
    let kind = if link.kind == LinkKind::FinishStart { String::new() } else { format!(" ({})", link.kind) };
    format!("{title}{lag}{kind}")
}

fn links(links: &[Link], titles: &Titles<'_>) -> String {
    list(&links.iter().map(|of| link(of, titles)).collect::<Vec<_>>())
}

/// "Rules engine takes 7-10 weeks" for each entry of a map.
fn entries<T>(map: &[(String, T)], titles: &Titles<'_>, value: impl Fn(&str, &T) -> String) -> String {
    list(&map.iter().map(|(selector, of)| value(&titles.selected(selector), of)).collect::<Vec<_>>())
}

impl Said for TaskField {
    fn said(&self, old: Option<&Self>, titles: &Titles<'_>) -> Option<String> {
        let team = |team: &Option<String>| {
            team.as_deref().map_or("the default team".to_owned(), |t| titles.get("team", t))
        };
        match (self, old) {
            (Self::Title(title), _) => called(title),
            (Self::Note(_), _) => Some("has another note".to_owned()),
            (Self::Takes(takes), Some(Self::Takes(old))) => {
                instead("takes", &estimate(takes), Some(estimate(old)))
            }
            (Self::Takes(takes), _) => instead("takes", &estimate(takes), None),
            (Self::After(to), _) if to.is_empty() => Some("comes after nothing".to_owned()),
            (Self::After(to), _) => Some(format!("comes after {}", links(to, titles))),
            (Self::Needs(to), _) if to.is_empty() => Some("needs no other task".to_owned()),
            (Self::Needs(to), _) => Some(format!("needs {}", links(to, titles))),
            (Self::NotBefore(Some(day)), old) => {
                let old = match old {
                    Some(Self::NotBefore(Some(old))) => Some(date(*old)),
                    _ => None,
                };
                instead("starts no earlier than", &date(*day), old)
            }
            (Self::NotBefore(None), _) => Some("may start at any time".to_owned()),
            (Self::Exists(Some(chance)), _) => {
                Some(format!("is needed with a chance of {}", percent(chance.get())))
            }
            (Self::Exists(None), _) => Some("is surely needed".to_owned()),
            (Self::Tags(tags), _) if tags.is_empty() => Some("has no tags".to_owned()),
            (Self::Tags(tags), _) => Some(format!("has the tags {}", plain(&list(tags)))),
            (Self::Team(to), Some(Self::Team(Some(old)))) => {
                instead("is done by", &team(to), Some(titles.get("team", old)))
            }
            (Self::Team(to), _) => instead("is done by", &team(to), None),
            (Self::People(people), Some(Self::People(old))) => {
                instead("needs", &crowd(*people), Some(old.to_string()))
            }
            (Self::People(people), _) => instead("needs", &crowd(*people), None),
            (Self::Uses(uses), _) => {
                let one =
                    |(team, people): &(String, u32)| format!("{people} of {}", titles.get("team", team));
                Some(format!("needs {}", list(&uses.iter().map(one).collect::<Vec<_>>())))
            }
            (Self::Kind(kind), _) => {
                Some(format!("is {} work", plain(kind.as_deref().unwrap_or(crate::plan::ROADMAP))))
            }
            (Self::Priority(priority), Some(Self::Priority(old))) => {
                instead("has priority", &priority.to_string(), Some(old.to_string()))
            }
            (Self::Priority(priority), _) => instead("has priority", &priority.to_string(), None),
            (Self::Value(value), old) => {
                let old = match old {
                    Some(Self::Value(old)) => *old,
                    _ => None,
                };
                worth("is worth", *value, old)
            }
            (Self::Cost(cost), old) => {
                let old = match old {
                    Some(Self::Cost(old)) => *old,
                    _ => None,
                };
                worth("costs", *cost, old)
            }
        }
    }
}

fn crowd(people: u32) -> String {
    if people == 1 { "1 person".to_owned() } else { format!("{people} people") }
}

fn worth(verb: &str, value: Option<f64>, old: Option<f64>) -> Option<String> {
    instead(verb, &value.map_or("nothing".to_owned(), exact), old.map(exact))
}

impl Said for MilestoneField {
    fn said(&self, old: Option<&Self>, titles: &Titles<'_>) -> Option<String> {
        match (self, old) {
            (Self::Title(title), _) => called(title),
            (Self::Note(_), _) => Some("has another note".to_owned()),
            (Self::After(to), _) => Some(format!("comes after {}", links(to, titles))),
            (Self::Target(Some(day)), Some(Self::Target(Some(old)))) => {
                instead("has the target", &date(*day), Some(date(*old)))
            }
            (Self::Target(Some(day)), _) => instead("has the target", &date(*day), None),
            (Self::Target(None), _) => Some("has no target".to_owned()),
            (Self::Value(value), Some(Self::Value(old))) => worth("is worth", *value, *old),
            (Self::Value(value), _) => worth("is worth", *value, None),
            (Self::ValuePerWeek(value), Some(Self::ValuePerWeek(old))) => {
                worth("costs for each week of delay", *value, *old)
            }
            (Self::ValuePerWeek(value), _) => worth("costs for each week of delay", *value, None),
        }
    }
}

impl Said for RiskField {
    fn said(&self, old: Option<&Self>, titles: &Titles<'_>) -> Option<String> {
        let shown = |takes: &Estimate| estimate(takes);
        match (self, old) {
            (Self::Title(title), _) => called(title),
            (Self::Note(_), _) => Some("has another note".to_owned()),
            (Self::Chance(chance), Some(Self::Chance(old))) => {
                instead("has a chance of", &percent(chance.get()), Some(percent(old.get())))
            }
            (Self::Chance(chance), _) => instead("has a chance of", &percent(chance.get()), None),
            (Self::Becomes(map), _) if map.is_empty() => Some("replaces no estimate".to_owned()),
            (Self::Delays(map), _) if map.is_empty() => Some("delays nothing".to_owned()),
            (Self::Scales(map), _) if map.is_empty() => Some("scales nothing".to_owned()),
            (Self::Becomes(map), _) => Some(format!(
                "makes {}",
                entries(map, titles, |of, takes| format!("{of} take {}", shown(takes)))
            )),
            (Self::Delays(map), _) => Some(format!(
                "adds {}",
                entries(map, titles, |of, takes| format!("{} to {of}", shown(takes)))
            )),
            (Self::Scales(map), _) => {
                let one = |of: &str, by: &Scale| format!("{of} take {} of its time", scale(by));
                Some(format!("makes {}", entries(map, titles, one)))
            }
            (Self::Each(each), _) => Some(
                if *each {
                    "is as bad for each task as luck has it"
                } else {
                    "is as bad for all of its tasks"
                }
                .to_owned(),
            ),
            (Self::Absorb(name), _) => {
                Some(of_set("adds to others", "absorbs, or is absorbed by, others of", name))
            }
            (Self::Given(None), _) => Some("depends on no other risk".to_owned()),
            (Self::Given(Some(given)), _) => Some(format!(
                "has a chance of {} where {} happened",
                percent(given.chance.get()),
                titles.get("risk", &given.risk)
            )),
            (Self::OneOf(name), _) => Some(of_set("excludes no other risk", "excludes the others of", name)),
        }
    }
}

fn of_set(without: &str, with: &str, name: &Option<String>) -> String {
    name.as_deref().map_or(without.to_owned(), |name| format!("{with} {}", plain(name)))
}

/// "from the finish of Private beta on, the next 3 of everything tagged backend take 20% longer".
pub(super) fn effect(effect: &Effect, titles: &Titles<'_>) -> String {
    let when = match &effect.when {
        When::Always => "from the start on".to_owned(),
        When::While(task) => format!("while {} runs", titles.get("task", task)),
        When::After(task) => format!("from the finish of {} on", titles.get("task", task)),
        When::From(day) => format!("from {} on", date(*day)),
    };
    let lasts = effect.lasts.map_or(String::new(), |time| format!(" for {time}"));
    let acts = |map: &[(String, Scale)], how: &str| -> Vec<String> {
        map.iter()
            .map(|(selector, by)| {
                let of = titles.selected(selector);
                let many = selector.starts_with(['#', '@', '*']);
                let subject = match effect.next {
                    Some(tasks) if many => {
                        format!("the next {tasks} {} that start", of.trim_start_matches("all "))
                    }
                    _ => of,
                };
                format!("{subject} {} {} {how}", if many { "take" } else { "takes" }, scale(by))
            })
            .collect()
    };
    let all: Vec<String> =
        acts(&effect.slows, "longer").into_iter().chain(acts(&effect.saves, "less")).collect();
    format!("{when}{lasts}, {}", list(&all))
}

impl Said for EffectField {
    fn said(&self, _: Option<&Self>, titles: &Titles<'_>) -> Option<String> {
        let mut one = Self::blank("");
        self.put(&mut one);
        match self {
            Self::Title(title) => called(title),
            Self::Note(_) => Some("has another note".to_owned()),
            Self::When(_) => {
                let said = effect(&one, titles);
                Some(format!("acts {}", said.trim_end_matches([',', ' '])))
            }
            Self::Lasts(None) => Some("lasts to the end".to_owned()),
            Self::Lasts(Some(time)) => Some(format!("lasts {time}")),
            Self::Next(None) => Some("acts on all tasks".to_owned()),
            Self::Next(Some(tasks)) => Some(format!("acts on the next {tasks} tasks only")),
            Self::Slows(map) if map.is_empty() => Some("slows nothing down".to_owned()),
            Self::Saves(map) if map.is_empty() => Some("makes nothing faster".to_owned()),
            Self::Slows(map) => Some(format!(
                "makes {}",
                entries(map, titles, |of, by| format!("{of} take {} longer", scale(by)))
            )),
            Self::Saves(map) => Some(format!(
                "makes {}",
                entries(map, titles, |of, by| format!("{of} take {} less", scale(by)))
            )),
        }
    }

    fn whole(thing: &Effect, titles: &Titles<'_>) -> Option<String> {
        Some(effect(thing, titles))
    }
}

impl Said for TeamField {
    fn said(&self, old: Option<&Self>, _: &Titles<'_>) -> Option<String> {
        match (self, old) {
            (Self::Title(title), _) => called(title),
            (Self::Note(_), _) => Some("has another note".to_owned()),
            (Self::People(people), Some(Self::People(old))) => {
                instead("has", &crowd(*people), Some(old.to_string()))
            }
            (Self::People(people), _) => instead("has", &crowd(*people), None),
            (Self::Share(share), _) => {
                let one = |(kind, share): &(String, f64)| format!("{} {}", plain(kind), percent(*share));
                let shares: Vec<String> = share.iter().map(one).collect();
                Some(if shares.is_empty() {
                    "shares its time out to nothing".to_owned()
                } else {
                    format!("gives {} of its time", list(&shares))
                })
            }
            (Self::Unplanned(share), _) => {
                share.as_ref().map(|share| format!("gives {} to unplanned work", scale(share)))
            }
            (Self::Idle(idle), _) => Some(format!("has idle time {idle}")),
            (Self::Leave(leave), _) if leave.is_empty() => Some("has nobody away".to_owned()),
            (Self::Leave(leave), _) => {
                let one = |leave: &crate::plan::Leave| {
                    format!("{} away {} to {}", leave.people, date(leave.from), date(leave.to))
                };
                Some(format!("has {}", list(&leave.iter().map(one).collect::<Vec<_>>())))
            }
            (Self::Joins(joins), _) if joins.is_empty() => Some("has nobody joining".to_owned()),
            (Self::Joins(joins), _) => {
                let one = |join: &crate::plan::Join| {
                    format!("{} more from {}", crowd(join.people), date(join.from))
                };
                Some(format!("has {}", list(&joins.iter().map(one).collect::<Vec<_>>())))
            }
            (Self::Calendar(_), _) => Some("works on other days".to_owned()),
            (Self::Interrupts(interrupts), _) if interrupts.is_empty() => {
                Some("is not interrupted".to_owned())
            }
            (Self::Interrupts(interrupts), _) => {
                let one =
                    |of: &crate::plan::Interrupt| format!("every {} for {}", of.every, estimate(&of.takes));
                Some(format!("is interrupted {}", list(&interrupts.iter().map(one).collect::<Vec<_>>())))
            }
            (Self::CostPerPersonDay(cost), Some(Self::CostPerPersonDay(old))) => {
                worth("costs per person and day", *cost, *old)
            }
            (Self::CostPerPersonDay(cost), _) => worth("costs per person and day", *cost, None),
        }
    }
}

impl Said for GroupField {
    fn said(&self, _: Option<&Self>, titles: &Titles<'_>) -> Option<String> {
        Some(match self {
            Self::Tasks(tasks) => {
                format!("holds {}", list(&tasks.iter().map(|of| titles.selected(of)).collect::<Vec<_>>()))
            }
            Self::Correlation(correlation) => {
                format!("has a correlation of {}", super::words::short(*correlation))
            }
        })
    }
}
