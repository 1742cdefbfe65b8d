use super::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2013, 11, 20).expect("a date")
}

fn read(line: &str, epoch: Option<&str>) -> Result<Task, String> {
    let words = std::iter::once("board-papers").chain(line.split('|').filter(|w| !w.is_empty()));
    parse(words, epoch, today()).map(|j| j.task).map_err(|e| e.to_string())
}

#[test]
fn the_definition_is_sound() {
    use clap::CommandFactory as _;
    Arguments::command().debug_assert();
}

#[test]
fn a_bare_build_has_the_defaults() {
    let Ok(Task::Build(b)) = read("build", None) else { panic!("a build") };
    assert_eq!((b.inputs.folder, b.out, b.date), ("inputs".into(), "papers".into(), today()));
    assert_eq!((b.papers, b.editions, b.draft), (Vec::new(), vec![Edition::Open], false));
}

#[test]
fn the_date_is_the_options_then_the_epochs_then_todays() {
    let date = |line: &str, epoch| match read(line, epoch) {
        Ok(Task::Build(b)) => b.date.to_string(),
        Ok(_) => "another task".into(),
        Err(e) => e,
    };
    assert_eq!(date("build|--date|2013-11-27", Some("0")), "2013-11-27");
    assert_eq!(date("build", Some("86400")), "1970-01-02");
    assert!(date("build", Some("soon")).contains("SOURCE_DATE_EPOCH"));
    assert!(date("build|--date|27/11/2013", None).contains("expected a date, as in 2013-11-27"));
}

#[test]
fn quarters_and_papers_are_read_or_refused() {
    let Ok(Task::Build(b)) = read("build|--quarter|2013-14 Q2|--paper|action-plan-update|--edition|closed", None)
    else {
        panic!("a build")
    };
    assert_eq!(
        (b.inputs.quarter, b.papers, b.editions),
        (Quarter::new(2013, 2), vec!["action-plan-update".into()], vec![Edition::Closed])
    );
    assert!(read("build|--quarter|Q7", None).is_err_and(|e| e.contains("expected a quarter")));
    assert!(read("returns", None).is_err());
    assert!(read("", None).is_err());
}
