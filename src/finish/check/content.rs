//! Reads a page's operators to see that all it paints is tagged or an artifact.

use crate::layout::codes;

/// What a page's content stream holds, as far as accessibility goes.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Scan<'a> {
    /// The marked-content sequences of tagged content in order: the tag and the identifier.
    pub(super) tagged: Vec<(&'a [u8], usize)>,
    /// Which glyphs are shown, by font and number ([`codes::number`]).
    pub(super) numbers: [Vec<bool>; 4],
    /// What is wrong, and how many tagged sequences were begun before it.
    pub(super) faults: Vec<(&'static str, usize)>,
}

/// Scans a content stream.
pub(super) fn scan(content: &[u8]) -> Scan<'_> {
    let mut state = State { scan: Scan::default(), marks: Vec::new(), depth: 0, texts: 0, font: None };
    let mut operands: Vec<Token> = Vec::new();
    for token in (Tokens { rest: content }) {
        match token {
            Token::Operator(operator) => {
                state.operator(operator, &operands);
                operands.clear();
            }
            other => operands.push(other),
        }
    }
    state.end();
    state.scan
}

/// What a stretch of content is marked as.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Tagged,
    Artifact,
    Neither,
}

struct State<'a> {
    scan: Scan<'a>,
    /// The open marks, each with the nesting of graphics states and text objects where it began.
    marks: Vec<(Mark, [i32; 2])>,
    depth: i32,
    texts: i32,
    font: Option<u8>,
}

impl<'a> State<'a> {
    fn fault(&mut self, what: &'static str) {
        let fault = (what, self.scan.tagged.len());
        if self.scan.faults.last() != Some(&fault) {
            self.scan.faults.push(fault);
        }
    }

    fn operator(&mut self, operator: &[u8], operands: &[Token<'a>]) {
        match operator {
            b"BMC" | b"BDC" => self.begin(operands),
            b"EMC" => match self.marks.pop() {
                None => self.fault("a mark ends that never began"),
                Some((_, at)) if at != [self.depth, self.texts] => self.fault("a mark ends in another text object"),
                Some(_) => {}
            },
            b"q" => self.depth += 1,
            b"Q" => self.depth -= 1,
            b"BT" => self.texts += 1,
            b"ET" => self.texts -= 1,
            b"Tf" => self.font = operands.iter().find_map(font_number),
            b"Tj" | b"TJ" | b"'" | b"\"" => {
                self.painted();
                self.shown(operands);
            }
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"sh" | b"Do" | b"BI" => {
                self.painted();
                let figure = self.scan.tagged.last().is_some_and(|(tag, _)| *tag == b"Figure");
                if !figure && self.marks.iter().any(|(m, _)| *m == Mark::Tagged) {
                    self.fault("a shape is painted that is neither a figure nor an artifact");
                }
            }
            _ => {}
        }
        if self.depth < 0 || !(0..=1).contains(&self.texts) {
            self.fault("graphics states or text objects do not pair up");
            (self.depth, self.texts) = (self.depth.max(0), self.texts.clamp(0, 1));
        }
    }

    fn begin(&mut self, operands: &[Token<'a>]) {
        if !self.marks.is_empty() {
            self.fault("a mark begins inside another");
        }
        let named = operands.windows(2).find_map(|w| match w {
            [Token::Name(b"MCID"), Token::Number(n)] => std::str::from_utf8(n).ok()?.parse().ok(),
            _ => None,
        });
        let mark = match (operands.first(), named) {
            (Some(Token::Name(b"Artifact")), None) => Mark::Artifact,
            (Some(Token::Name(tag)), Some(mcid)) => {
                self.scan.tagged.push((tag, mcid));
                Mark::Tagged
            }
            _ => Mark::Neither,
        };
        self.marks.push((mark, [self.depth, self.texts]));
    }

    fn painted(&mut self) {
        if !self.marks.iter().any(|(m, _)| *m != Mark::Neither) {
            self.fault("something is painted that is neither tagged nor an artifact");
        }
    }

    fn shown(&mut self, operands: &[Token]) {
        let Some(font) = self.font else { return self.fault("text is shown without a font of ours") };
        for operand in operands {
            match operand {
                Token::Literal(inside) => self.codes(font, inside),
                Token::Hex => self.fault("text is shown in a form that cannot be checked"),
                _ => {}
            }
        }
    }

    /// Notes the codes in a string.
    fn codes(&mut self, font: u8, inside: &[u8]) {
        let mut bytes = inside.iter();
        let mut byte = || match bytes.next()? {
            b'\\' => bytes.next().map(|b| if *b == b'r' { b'\r' } else { *b }),
            b => Some(*b),
        };
        let shown = &mut self.scan.numbers[usize::from(font & 3)];
        while let Some(first) = byte() {
            let number = usize::from(codes::number(first, &mut byte));
            if number >= shown.len() {
                shown.resize(number + 1, false);
            }
            shown[number] = true;
        }
    }

    fn end(&mut self) {
        if !self.marks.is_empty() {
            self.fault("a mark never ends");
        }
        if self.depth != 0 || self.texts != 0 {
            self.fault("graphics states or text objects do not pair up");
        }
    }
}

/// The number of `/F0` to `/F3`.
fn font_number(token: &Token) -> Option<u8> {
    match token {
        Token::Name([b'F', n @ b'0'..=b'3']) => Some(n - b'0'),
        _ => None,
    }
}

/// A token of a content stream. Brackets are left out: no operator here needs them.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    Name(&'a [u8]),
    Number(&'a [u8]),
    Hex,
    /// What is between the brackets, escapes and all.
    Literal(&'a [u8]),
    Operator(&'a [u8]),
}

struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let (first, after) = self.rest.split_first()?;
            match first {
                b'%' => {
                    self.take(|b| !matches!(b, b'\r' | b'\n'));
                }
                b'(' => {
                    let end = literal_end(after);
                    self.rest = after.get(end + 1..).unwrap_or_default();
                    return Some(Token::Literal(&after[..end]));
                }
                b'<' if after.first() != Some(&b'<') => {
                    self.take(|b| b != b'>');
                    return Some(Token::Hex);
                }
                b'/' => {
                    self.rest = after;
                    return Some(Token::Name(self.take(is_regular)));
                }
                b'0'..=b'9' | b'+' | b'-' | b'.' => return Some(Token::Number(self.take(is_regular))),
                b if is_regular(*b) => return Some(Token::Operator(self.take(is_regular))),
                // White space and brackets; of `<<` both, lest the second begin a string.
                b'<' => self.rest = &after[1..],
                _ => self.rest = after,
            }
        }
    }
}

impl<'a> Tokens<'a> {
    fn take(&mut self, holds: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self.rest.iter().position(|b| !holds(*b)).unwrap_or(self.rest.len());
        let (token, rest) = self.rest.split_at(end);
        self.rest = rest;
        token
    }
}

fn is_regular(b: u8) -> bool {
    !matches!(
        b,
        0 | b'\t' | b'\n' | 12 | b'\r' | b' ' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

/// Where a string in round brackets ends, which may hold pairs of brackets and escapes.
fn literal_end(inside: &[u8]) -> usize {
    let (mut open, mut at) = (1, 0);
    while let Some(b) = inside.get(at) {
        match b {
            b'\\' => at += 1,
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return at;
        }
        at += 1;
    }
    inside.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(content: &[u8]) -> Vec<&'static str> {
        scan(content).faults.into_iter().map(|f| f.0).collect()
    }

    #[test]
    fn tagged_content_and_artifacts_pass() {
        let content =
            b"/Artifact BMC 0 0 10 10 re f EMC /P <</MCID 0>> BDC BT /F1 12 Tf [(AB) -5 (\xE0\\(\\r)] TJ ET EMC";
        let scan = scan(content);
        assert_eq!(scan.faults, []);
        assert_eq!(scan.tagged, [(b"P".as_slice(), 0)]);
        let shown: Vec<usize> = (0..scan.numbers[1].len()).filter(|n| scan.numbers[1][*n]).collect();
        let number = |first, second| usize::from(codes::number(first, || second));
        assert_eq!(shown, [number(b'\r', None), number(b'A', None), number(b'B', None), number(0xE0, Some(b'('))]);
    }

    #[test]
    fn what_is_neither_is_found() {
        assert_eq!(faults(b"0 0 m 1 1 l S"), ["something is painted that is neither tagged nor an artifact"]);
        assert_eq!(faults(b"/Span BMC f EMC"), ["something is painted that is neither tagged nor an artifact"]);
        let shape = "a shape is painted that is neither a figure nor an artifact";
        assert_eq!(faults(b"/P <</MCID 0>> BDC f EMC"), [shape]);
        assert_eq!(faults(b"/Figure <</MCID 0>> BDC f"), ["a mark never ends"]);
        assert_eq!(faults(b"EMC"), ["a mark ends that never began"]);
        assert_eq!(faults(b"/Artifact BMC /Figure <</MCID 0>> BDC f EMC EMC"), ["a mark begins inside another"]);
        assert_eq!(faults(b"/P <</MCID 0>> BDC BT EMC ET"), ["a mark ends in another text object"]);
        assert_eq!(faults(b"q q Q"), ["graphics states or text objects do not pair up"]);
        assert_eq!(faults(b"/P <</MCID 0>> BDC (\0A) Tj EMC"), ["text is shown without a font of ours"]);
    }

    #[test]
    fn operators_inside_strings_and_comments_are_text() {
        assert_eq!(faults(b"% S f\n/Artifact BMC (EMC \\) f (S) f) pop EMC"), [""; 0]);
    }
}
