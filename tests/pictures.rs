//! Charts and pages: valid for parsers of others, safe whatever a plan says, complete, and the same bytes each time.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use landfall::report::{self, Chart, Page, Questions};
use landfall::{
    Alternative, CheckIn, Comparison, Estimate, Forecast, Format, Milestone, P80, Plan, PlanFile, Risk,
    Simulation, Status, Task, TaskStatus, Team, Throughput, date,
};

/// Texts that would break whatever does not escape them, in several scripts, and very long.
const HOSTILE: [&str; 6] = [
    "<script>alert(\"1\")</script>",
    "\"quoted\" & 'quoted' </svg><img src=x onerror=alert(2)>",
    "Überprüfung der Größe – 数据库迁移 – Пересмотр",
    "قاعدة البيانات والأداء",
    "=HYPERLINK(\"http://example.com\"), | pipes | `ticks` *stars* _lines_ #1 ]]> --> ;:{}",
    "A name that goes on and on and on and on and on and on and on and on and on and on and on and on and on and on",
];

/// 200 tasks in chains, with hostile texts wherever a plan has texts.
fn hostile() -> Plan {
    let text = |number: usize| format!("{} {number}", HOSTILE[number % HOSTILE.len()]);
    let mut plan = Plan::new(HOSTILE[0], date(2027, 1, 4))
        .team(Team::new("crew", 40).title(HOSTILE[1]).cost_per_person_day(500.0));
    for number in 0..200 {
        let task = Task::new(format!("t{number}"), Estimate::days(2.0..=6.0))
            .title(text(number))
            .note(text(number + 1));
        let task = task.team("crew").kind(if number % 7 == 0 { HOSTILE[5] } else { "roadmap" }).value(1.0);
        plan = plan.task(if number >= 10 { task.after(format!("t{}", number - 10)) } else { task });
    }
    for number in 0..6 {
        let milestone =
            Milestone::new(format!("m{number}")).title(text(number)).after(format!("t{}", 190 + number));
        plan = plan.milestone(milestone.target(date(2027, 5, 1 + number as i8)));
        plan = plan.risk(
            Risk::new(format!("r{number}"), 0.3)
                .title(text(number))
                .delays(format!("t{number}"), Estimate::days(5.0)),
        );
    }
    plan.alternative(Alternative::new("less").title(HOSTILE[0]).note(HOSTILE[1]).drop("t199")).status(
        Status::new(date(2027, 1, 8)).task(TaskStatus::started("t0", date(2027, 1, 4)).note(HOSTILE[0])),
    )
}

fn plans() -> Vec<(&'static str, Plan)> {
    let read = |text: &str| PlanFile::parse(text, Format::Toml).unwrap().plan;
    vec![
        ("small", read(include_str!("../examples/plans/small.toml"))),
        ("roadmap", read(include_str!("../examples/plans/roadmap.toml"))),
        ("hostile", hostile()),
    ]
}

struct Made {
    forecast: Forecast,
    questions: Questions,
    comparison: Comparison,
}

/// What all plans give, made once.
fn made() -> &'static [(&'static str, Plan, Made)] {
    static MADE: OnceLock<Vec<(&str, Plan, Made)>> = OnceLock::new();
    MADE.get_or_init(|| {
        plans()
            .into_iter()
            .map(|(of, plan)| {
                let made = make(&plan);
                (of, plan, made)
            })
            .collect()
    })
}

fn make(plan: &Plan) -> Made {
    let simulation = Simulation::new().trials(500);
    let mut questions = Questions::default();
    questions.why = Some(Arc::new(simulation.explain(plan).unwrap()));
    questions.fits = Some((date(2027, 4, 30), P80));
    Made {
        forecast: simulation.forecast(plan).unwrap(),
        questions,
        comparison: simulation.compare(plan).unwrap(),
    }
}

impl Made {
    fn charts(&self) -> Vec<Chart> {
        let mut charts = report::charts(&self.forecast, &self.questions);
        charts.extend(report::comparison_charts(&self.comparison));
        charts
    }

    fn page(&self) -> String {
        Page::new(&self.forecast, &self.questions).comparison(&self.comparison).html()
    }
}

/// What a chart must be, for a parser that is not ours.
fn check_chart(chart: &Chart) {
    let name = chart.name();
    let xml = roxmltree::Document::parse(chart.svg()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let svg = xml.root_element();
    assert_eq!(svg.tag_name().name(), "svg");
    let allowed = ["svg", "title", "desc", "style", "rect", "g", "text", "polyline", "polygon", "circle"]
        .map(str::to_owned);
    let mut ids = HashSet::new();
    for node in svg.descendants().filter(roxmltree::Node::is_element) {
        let tag = node.tag_name().name();
        assert!(allowed.contains(&tag.to_owned()), "{name}: <{tag}>");
        assert!(
            node.attributes().all(|of| !of.name().starts_with("on") && !of.value().contains("NaN")),
            "{name}"
        );
        assert!(node.attribute("id").is_none_or(|id| ids.insert(id.to_owned())), "{name}");
    }
    // Read aloud: what it is called and what it says.
    let labels = svg.attribute("aria-labelledby").unwrap();
    for (label, text) in labels.split(' ').zip([chart.title(), chart.description()]) {
        let node = svg.children().find(|node| node.attribute("id") == Some(label)).unwrap();
        assert_eq!(node.text().unwrap_or_default(), text, "{name}");
    }
    assert_eq!(svg.attribute("role"), Some("img"));
    assert_eq!(svg.attribute("width"), Some("800"), "{name}");
    // Everything lies on the sheet.
    let number = |node: roxmltree::Node<'_, '_>, of: &str| {
        node.attribute(of).and_then(|text| text.parse::<f64>().ok())
    };
    let height = number(svg, "height").unwrap();
    for node in svg.descendants() {
        for (of, most) in [("x", 800.0), ("cx", 800.0), ("y", height), ("cy", height)] {
            assert!(
                number(node, of).is_none_or(|at| (-1.0..=most + 1.0).contains(&at)),
                "{name}: {of} of {node:?}"
            );
        }
    }
}

#[test]
fn charts_are_valid_and_read_aloud_whatever_the_plan_says() {
    for (of, plan, made) in made() {
        let charts = made.charts();
        let names: HashSet<&str> = charts.iter().map(Chart::name).collect();
        assert_eq!(names.len(), charts.len(), "{of}");
        for wanted in ["s-curve", "histogram", "gantt"] {
            assert!(names.contains(wanted), "{of}: {names:?}");
        }
        if *of != "small" {
            for wanted in ["tornado", "value", "cost", "alternatives", "differences"] {
                assert!(names.contains(wanted), "{of}: {names:?}");
            }
        }
        charts.iter().for_each(check_chart);
        // The same bytes each time.
        assert_eq!(charts, if *of == "hostile" { made.charts() } else { make(plan).charts() }, "{of}");
    }
    let history = [3, 0, 5, 4, 2, 6, 0, 4];
    for throughput in [
        Throughput::new(history, date(2027, 1, 4)),
        Throughput::new(history, date(2027, 1, 4)).items(20.0..=30.0),
    ] {
        report::throughput_charts(&throughput.forecast().unwrap()).unwrap().iter().for_each(check_chart);
    }
}

#[test]
fn a_chart_shows_what_the_forecast_says() {
    let made = &made()[1].2;
    let charts = made.charts();
    let find = |name: &str| charts.iter().find(|chart| chart.name() == name).unwrap();
    // Every task and milestone has a row that tells its dates.
    let gantt = roxmltree::Document::parse(find("gantt").svg()).unwrap();
    let rows: Vec<&str> = gantt
        .descendants()
        .filter(|node| node.has_tag_name("title"))
        .filter_map(|node| node.text())
        .collect();
    for task in made.forecast.tasks() {
        let date = task.finish.as_ref().unwrap().date(P80).strftime("P80 %a %-d %b %Y").to_string();
        assert!(rows.iter().any(|row| row.starts_with(&task.title) && row.contains(&date)), "{}", task.name);
    }
    for milestone in made.forecast.milestones() {
        let date = milestone.finish.date(P80).strftime("P80 %a %-d %b %Y").to_string();
        assert!(
            rows.iter().any(|row| row.starts_with(&milestone.title) && row.contains(&date)),
            "{}",
            milestone.name
        );
    }
    // The curve passes through its percentiles: the dots lie where the axes say.
    let curve = roxmltree::Document::parse(find("s-curve").svg()).unwrap();
    let dots: Vec<(f64, f64)> = curve
        .descendants()
        .filter(|node| node.has_tag_name("circle"))
        .map(|node| {
            (node.attribute("cx").unwrap().parse().unwrap(), node.attribute("cy").unwrap().parse().unwrap())
        })
        .collect();
    let [(x50, y50), (x80, y80), (x95, y95)] = dots[..] else { panic!("{dots:?}") };
    assert!(x50 < x80 && x80 < x95);
    assert!(((y50 - y80) / (y80 - y95) - 30.0 / 15.0).abs() < 0.01, "{dots:?}");
    let days = |from, to| f64::from((made.forecast.date(to) - made.forecast.date(from)).get_days());
    let across = (x80 - x50) / (x95 - x80);
    assert!((across - days(landfall::P50, P80) / days(P80, landfall::P95)).abs() < 0.02, "{dots:?}");
}

#[test]
fn a_page_is_valid_complete_and_safe() {
    for (of, plan, made) in made() {
        let html = made.page();
        assert_eq!(html, made.page(), "{of}: the same bytes each time");
        let page = scraper::Html::parse_document(&html);
        assert!(page.errors.is_empty(), "{of}: {:?}", page.errors);
        let select = |of: &str| -> Vec<scraper::ElementRef<'_>> {
            page.select(&scraper::Selector::parse(of).unwrap()).collect()
        };
        // Nothing runs, and nothing is asked for.
        assert!(select("script, img, iframe, object, embed, form, base").is_empty(), "{of}");
        assert!(select("[src], [onerror], [onload], [onclick]").is_empty(), "{of}");
        assert!(select("[href]").iter().all(|link| link.value().attr("href") == Some("data:,")), "{of}");
        assert!(!html.contains("http://www.w3.org/1999") && !html.contains("url("), "{of}");
        let ids: Vec<&str> = select("[id]").iter().map(|node| node.value().attr("id").unwrap()).collect();
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{of}: {ids:?}");
        // All is there.
        let text: String = page.root_element().text().collect();
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = squeezed(&text);
        let titles = made.forecast.milestones().iter().map(|of| &of.title);
        let titles = titles.chain(made.forecast.tasks().iter().map(|of| &of.title));
        for title in titles.chain(made.forecast.risks().iter().map(|of| &of.title)).chain([&plan.name]) {
            assert!(text.contains(&squeezed(title)), "{of}: {title}");
        }
        assert!(select(".headline").len() == 1 && select("figure > svg").len() >= 4, "{of}");
        for heading in ["When will it ship?", "The roadmap", "Why", "What this rests on"] {
            assert!(
                select("h2").iter().any(|h2| h2.text().collect::<String>().starts_with(heading)),
                "{of}: {heading}"
            );
        }
    }
}

#[test]
fn a_page_of_check_ins_shows_them_all() {
    let simulation = Simulation::new().trials(500);
    let plan = plans().remove(0).1;
    let before = CheckIn::new(&simulation.forecast(&plan).unwrap());
    let first = plan.tasks[0].name.clone();
    let status = Status::new(date(2027, 1, 22)).task(TaskStatus::started(first, date(2027, 1, 4)));
    let forecast = simulation.forecast(&plan.status(status)).unwrap();
    let now = CheckIn::new(&forecast);
    let made = [&before, &now];
    let charts = report::journal_charts(&made);
    assert_eq!(charts.len(), 1 + forecast.milestones().len());
    charts.iter().for_each(check_chart);
    assert!(report::journal_charts(&made[..1]).is_empty());
    let since = report::Since::new(Some(&before), &[], &[]);
    let questions = Questions::default();
    let html = Page::new(&forecast, &questions).since(since).check_ins(&made).html();
    assert!(scraper::Html::parse_document(&html).errors.is_empty());
    assert!(
        html.contains("Since the last check-in")
            && html.contains("id=\"check-ins\"")
            && html.contains("as of 22 Jan 2027")
    );
}

#[test]
fn a_page_of_a_thousand_tasks_is_small() {
    let mut plan = Plan::new("Large", date(2027, 1, 4));
    for number in 0..1000 {
        let task = Task::new(format!("task-{number}"), Estimate::days(2.0..=6.0))
            .title(format!("Piece of work number {number}"));
        plan = plan.task(if number >= 20 { task.after(format!("task-{}", number - 20)) } else { task });
    }
    let forecast = Simulation::new().trials(1000).forecast(&plan).unwrap();
    let html = Page::new(&forecast, &Questions::default()).html();
    assert!(html.len() < 1_000_000, "{} bytes", html.len());
    assert!(html.contains("940 tasks are left out") && html.contains("Piece of work number 999"));
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = std::env::temp_dir().join(format!("landfall-save-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("inside")).unwrap();
    let path = folder.join("page.html");
    report::save(&path, "old").unwrap();
    report::save(&path, "new").unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
    // What cannot be written leaves nothing behind.
    assert!(report::save(folder.join("inside"), "x").is_err());
    assert!(report::save(folder.join("nowhere/page.html"), "x").is_err());
    let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|of| of.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["inside", "page.html"]);
    // A reader that has it open keeps the old one: it is another file that takes its name.
    let open = std::fs::File::open(&path).unwrap();
    report::save(&path, "newest").unwrap();
    assert_eq!(std::io::read_to_string(open).unwrap(), "new");
    // What the name leads to is what is written anew.
    #[cfg(unix)]
    {
        let link = folder.join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        report::save(&link, "through").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "through");
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn csv_is_read_back_as_it_was() {
    for (of, plan, made) in made() {
        let read = |text: &str| -> Vec<Vec<String>> {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
        };
        let rows = read(&report::csv(&made.forecast, &made.questions));
        assert_eq!(rows.len(), 1 + 9 * (1 + made.forecast.milestones().len()), "{of}");
        let p80 = rows.iter().find(|row| row[0] == "plan" && row[3] == "80").unwrap();
        assert_eq!(p80[7], made.forecast.date(P80).to_string());
        let tasks = read(&report::tasks_csv(&made.forecast, &made.questions));
        assert_eq!(tasks.len(), 1 + plan.tasks.len(), "{of}");
        for (row, task) in tasks[1..].iter().zip(made.forecast.tasks()) {
            // A spreadsheet would take it for a formula.
            assert!(row[1] == task.title || row[1] == format!("'{}", task.title), "{row:?}");
            assert!(!row[1].starts_with('='), "{row:?}");
            assert_eq!(row[8], task.finish.as_ref().unwrap().date(P80).to_string());
        }
        let trials = read(&report::trials_csv(&made.forecast).unwrap());
        assert_eq!(trials.len(), 501);
        let mut days: Vec<f64> = trials[1..].iter().map(|row| row[1].parse().unwrap()).collect();
        days.sort_by(f64::total_cmp);
        let p80 = days[P80_RANK - 1] - made.forecast.finish().days(P80).get();
        assert!(p80.abs() < 1e-5, "{of}: {p80}");
    }
}

/// Of 500 trials, 400 are finished by P80.
const P80_RANK: usize = 400;

#[test]
fn markdown_shows_texts_as_they_are() {
    for (of, plan, made) in made() {
        let said = report::forecast(&made.forecast, &made.questions)
            .then(report::comparison(&made.comparison, &made.questions));
        let mut options = pulldown_cmark::Options::empty();
        options.insert(pulldown_cmark::Options::ENABLE_TABLES);
        options.insert(pulldown_cmark::Options::ENABLE_STRIKETHROUGH);
        let markdown = said.markdown();
        let mut text = String::new();
        for event in pulldown_cmark::Parser::new_ext(&markdown, options) {
            match event {
                pulldown_cmark::Event::Text(of) => text += &of,
                pulldown_cmark::Event::SoftBreak | pulldown_cmark::Event::End(_) => text.push(' '),
                pulldown_cmark::Event::Html(of) | pulldown_cmark::Event::InlineHtml(of) => {
                    panic!("HTML: {of}")
                }
                pulldown_cmark::Event::Code(of) => panic!("code: {of}"),
                pulldown_cmark::Event::Start(
                    pulldown_cmark::Tag::Link { .. } | pulldown_cmark::Tag::Emphasis,
                ) => {
                    panic!("{of}: a text is taken for something else")
                }
                _ => {}
            }
        }
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = squeezed(&text);
        assert!(text.contains(&squeezed(&plan.name)), "{of}");
        for milestone in made.forecast.milestones() {
            let shown: String = milestone.title.chars().take(39).collect();
            assert!(text.contains(&squeezed(&shown)), "{of}: {shown} in {text}");
        }
    }
}

#[test]
fn a_curve_for_terminals_is_as_wide_as_it_says() {
    for (of, plan) in plans() {
        let forecast = Simulation::new().trials(500).forecast(&plan).unwrap();
        let off = report::curve(&forecast, report::Colour::Off);
        assert!(!off.contains('\x1b') && off.lines().all(|line| line.chars().count() <= 112), "{of}\n{off}");
        let on = report::curve(&forecast, report::Colour::On);
        assert!(on.contains('\x1b'), "{of}");
        let mut bare = String::new();
        let mut rest = on.as_str();
        while let Some(at) = rest.find('\x1b') {
            bare += &rest[..at];
            rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
        }
        bare += rest;
        let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
        assert_eq!(trimmed(&bare), trimmed(&off), "{of}");
    }
}

#[test]
fn formats_of_three_plans_are_as_they_were() {
    for (of, _, made) in made() {
        let markdown = report::forecast(&made.forecast, &made.questions).markdown();
        insta::assert_snapshot!(format!("{of}_markdown"), markdown);
        let text = report::forecast(&made.forecast, &made.questions).text();
        insta::assert_snapshot!(format!("{of}_text"), text);
        insta::assert_snapshot!(format!("{of}_json"), report::json(&made.forecast, &made.questions).unwrap());
        insta::assert_snapshot!(format!("{of}_csv"), report::csv(&made.forecast, &made.questions));
        insta::assert_snapshot!(
            format!("{of}_csv_tasks"),
            report::tasks_csv(&made.forecast, &made.questions)
        );
        let trials = report::trials_csv(&made.forecast).unwrap();
        insta::assert_snapshot!(
            format!("{of}_csv_trials"),
            trials.lines().take(6).collect::<Vec<_>>().join("\n")
        );
        insta::assert_snapshot!(
            format!("{of}_mermaid"),
            report::mermaid(&made.forecast, made.questions.why.as_deref())
        );
        insta::assert_snapshot!(format!("{of}_curve"), report::curve(&made.forecast, report::Colour::Off));
        insta::assert_snapshot!(format!("{of}_html"), made.page());
    }
}
