//! `facts`: every figure as JSON, one explained, or what differs from an earlier quarter.

use super::prepare::{Lack, prepare, prepare_before, templates};
use super::{Console, Exit, Failure, data};
use crate::analysis::{self, Edition, Known};
use crate::cli::{FactsTask, Inputs};
use crate::narrative::Sources;
use crate::output::Stop;
use crate::problem::{Code, Place, Problem};
use crate::quarter::Quarter;

pub(super) fn run(task: &FactsTask, stop: &Stop, console: &mut Console) -> Result<Exit, Failure> {
    let sources = Sources::read(templates(&task.inputs).as_deref());
    let now = prepare(&super::reader()?, &task.inputs, sources.papers(), Lack::Allowed)?;
    console.problems(&now.problems());
    let text = match (&task.figure, &task.since) {
        (Some(figure), _) => {
            let known = Known { board: &now.board, facts: &now.facts };
            analysis::explain(&known, &now.board.own_names(figure))?.to_string()
        }
        (None, Some(since)) => {
            let quarter = Some(earlier(since, now.quarter)?);
            let inputs = Inputs { quarter, ..task.inputs.clone() };
            let closed = &now.returns.closed;
            let then = prepare_before(&super::reader()?, &inputs, sources.papers(), Lack::Allowed, closed)?;
            analysis::since(&now.facts, &then.facts)
        }
        (None, None) => match task.edition {
            Edition::Open => now.facts.to_json(),
            Edition::Closed => now.closed.to_json(),
        },
    };
    data(&text, task.output.as_deref(), stop, console)?;
    Ok(Exit::Done)
}

/// Reads a quarter, or its number alone: the latest such quarter before `now`.
fn earlier(text: &str, now: Quarter) -> Result<Quarter, Problem> {
    let number = text.trim().trim_start_matches(['q', 'Q']).parse::<u32>().ok();
    let by_number = number.and_then(|n| {
        let mut quarters = std::iter::successors(Some(now.previous()), |q| Some(q.previous())).take(4);
        quarters.find(|q| q.number() == n)
    });
    Quarter::parse(text).or(by_number).filter(|q| *q < now).ok_or_else(|| {
        let message = format!("expected a quarter before {now}, as in \"{}\", found \"{text}\"", now.previous());
        Problem::new(Code::NotAnEarlierQuarter, Place::Whole("--since".into()), message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_alone_is_the_latest_such_quarter() {
        let now = Quarter::new(2013, 2).expect("a quarter");
        let read = |text| earlier(text, now).map(|q| q.to_string()).ok();
        assert_eq!(read("Q1"), Some("Q1 2013/14".into()));
        assert_eq!(read("q3"), Some("Q3 2012/13".into()));
        assert_eq!(read("Q2 2012/13"), Some("Q2 2012/13".into()));
        assert_eq!((read("Q3 2013/14"), read("Q5"), read("spring")), (None, None, None));
    }
}
