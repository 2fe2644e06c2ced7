//! The sound of an alarm: two tones, three times, from this process. A page has no sound of its
//! own here (WebKitGTK plays none from its own scheme), and a sound must not wait for a click.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use onemap_desk::Wall;
use onemap_domain::case::CaseId;
use onemap_protocol::desk::{AlarmKind, WallWindow};
use rodio::DeviceSinkBuilder;
use rodio::source::{SineWave, Source};

use crate::start::Opened;

/// Deadlines pass without a tick, so it is asked also when nothing happens.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Ticks closer together than this are one.
const TOGETHER: Duration = Duration::from_millis(700);
/// The tones, hertz: a fourth apart, which carries over talk without shrillness.
const TONES: [f32; 2] = [880.0, 659.3];
/// How long each sounds.
const TONE: Duration = Duration::from_millis(260);
/// How often the pair sounds.
const TIMES: u32 = 3;
/// How loud, of the loudest.
const LOUDNESS: f32 = 0.35;

/// Sounds whenever the wall is interrupted by something new, as long as it is open and not muted.
pub async fn sound(own: Opened, wall: Wall) {
    let mut ticks = own.desk.ticks();
    let sounding = Arc::new(AtomicBool::new(false));
    let mut known: BTreeSet<(AlarmKind, CaseId)> = BTreeSet::new();
    loop {
        let drive = wall.now();
        if drive.window == WallWindow::Open && own.desk.user_role().is_some() {
            match own.console.alarms(drive.area.as_ref()).await {
                Ok(alarms) => {
                    let now: BTreeSet<_> = alarms.into_iter().collect();
                    let new = now.difference(&known).count();
                    // One alarm at a time: what comes while it sounds is heard in it.
                    if new > 0 && !drive.muted && !sounding.swap(true, Ordering::AcqRel) {
                        tracing::info!(new, "an alarm sounds on the wall");
                        let sounding = sounding.clone();
                        std::thread::spawn(move || {
                            play();
                            sounding.store(false, Ordering::Release);
                        });
                    }
                    known = now;
                }
                Err(problem) => {
                    tracing::debug!(code = problem.code, "alarms cannot be asked yet");
                }
            }
        }
        tokio::select! {
            changed = ticks.changed() => {
                if changed.is_err() {
                    return;
                }
                tokio::time::sleep(TOGETHER).await;
            }
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Blocks until it has been heard.
fn play() {
    let mut device = match DeviceSinkBuilder::open_default_sink() {
        Ok(device) => device,
        Err(error) => {
            tracing::warn!(%error, "the alarm cannot be heard: no sound device");
            return;
        }
    };
    device.log_on_drop(false);
    let tone = |hertz: f32| {
        SineWave::new(hertz)
            .take_duration(TONE)
            .fade_in(Duration::from_millis(12))
            .amplify(LOUDNESS)
    };
    let mut at = Duration::ZERO;
    for _ in 0..TIMES {
        for hertz in TONES {
            device.mixer().add(tone(hertz).delay(at));
            at += TONE;
        }
        at += TONE;
    }
    std::thread::sleep(at + TONE);
}
