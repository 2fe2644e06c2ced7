//! The map as somebody sees it, as a sheet of paper or a picture, with what it shows, when, and the watermark of who
//! keeps it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use onemap_exchange::paper::Chart;
use onemap_protocol::desk::{ChartForm, KeepMap, Kept};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::told::Voice as _;

use super::{date, frame};
use crate::{Console, Paper, Reads, Submit, mask};

/// Most characters of what is seen, and of whose the base map is.
const WORDS: usize = 300;
/// Most bytes of a picture: a wall of 3840 by 1080 pixels takes some four million.
const MOST: usize = 32 << 20;
/// Most pixels along one side.
const SIDE: u32 = 16_384;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn keep_map(&self, ask: &KeepMap) -> Result<Kept, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        if ask.picture.len() > MOST {
            return Err(Problem::new(ProblemCode::TooLarge).with("field", "map_picture"));
        }
        let bad = || Problem::bad_field("map_picture");
        let picture = STANDARD.decode(&ask.picture).map_err(|_| bad())?;
        let (width, height) = size(&picture).ok_or_else(bad)?;
        for (field, text) in [("map_title", &ask.title), ("map_credit", &ask.credit)] {
            if text.chars().count() > WORDS {
                return Err(Problem::new(ProblemCode::TooLarge).with("field", field));
            }
        }
        let (name, markup) = {
            let teller = self.teller(ask.language, &county);
            let title = mask::written(&ask.title);
            let now = teller.moment(teller.now);
            let day = date(teller.now).to_string();
            let name = teller.say(
                "paper-map-name",
                &[("county", &county.register.name), ("day", &day)],
            );
            let simulated = teller.simulated.then(|| teller.say("simulated", &[]));
            let who = [
                ("name", user.actor.name.as_str()),
                ("login", user.actor.user.0.as_str()),
                ("when", now.as_str()),
                ("app-name", &teller.say("app-name", &[])),
            ];
            let chart = Chart {
                frame: frame(&teller, &user, "paper-map", String::new()),
                organisation: county.register.name.clone(),
                title,
                printed: teller.say("paper-printed", &who),
                marks: simulated.into_iter().collect(),
                credit: mask::written(&ask.credit),
                size: (width, height),
                is_picture: ask.form == ChartForm::Png,
            };
            (name, chart.markup())
        };
        let paper = Paper::Chart {
            form: ask.form,
            markup,
            picture,
        };
        self.ports.keep_paper(&name, paper).await
    }
}

/// Width and height of a PNG as its head says them, pixels; `None` where it is none, or beyond what is drawn.
fn size(png: &[u8]) -> Option<(u32, u32)> {
    let head = png.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let head = head.get(4..)?.strip_prefix(b"IHDR")?;
    let side = |at: usize| {
        let bytes = head.get(at..at + 4)?.try_into().ok()?;
        let side = u32::from_be_bytes(bytes);
        (1..=SIDE).contains(&side).then_some(side)
    };
    Some((side(0)?, side(4)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_picture_is_read_from_its_head_and_nothing_else_is_one() {
        let mut head = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        head.extend([0, 0, 7, 128, 0, 0, 4, 56]);
        assert_eq!(size(&head), Some((1920, 1080)));
        for cut in 0..head.len() {
            assert_eq!(size(&head[..cut]), None, "{cut}");
        }
        let at = head.len() - 8;
        head[at] = 1;
        assert_eq!(size(&head), None, "wider than anything that is drawn");
        assert_eq!(size(b"GIF89a"), None);
    }
}
