//! Which scene is shown: pure, once a second.

use onemap_protocol::desk::{Drive, Scene};

/// Where the rotation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    scene: Scene,
    /// The second in which the scene began; `None` before the first beat.
    since: Option<i64>,
    /// Steps by hand that have been made.
    steps: Option<u32>,
}

impl Default for Rotation {
    fn default() -> Rotation {
        Rotation {
            scene: Scene::Overview,
            since: None,
            steps: None,
        }
    }
}

impl Rotation {
    /// The scene.
    pub const fn scene(&self) -> Scene {
        self.scene
    }

    /// A second has gone by, or somebody drove. A scene that has nothing to show is passed over.
    pub fn beat(&mut self, second: i64, drive: &Drive, shows: impl Fn(Scene) -> bool) {
        // Until the central's time is known it is the machine's, which may be ahead of it.
        let since = self
            .since
            .filter(|since| *since <= second)
            .unwrap_or(second);
        self.since = Some(since);
        let stepped = self.steps.replace(drive.steps);
        let by_hand = stepped.is_some_and(|before| before != drive.steps);
        let lasts = drive.seconds.get(&self.scene).copied().unwrap_or(20);
        let over = second - since >= i64::from(lasts);
        let next = if let Some(pinned) = drive.pinned {
            pinned
        } else if by_hand || (over && !drive.paused) {
            following(self.scene, shows)
        } else {
            self.scene
        };
        if next != self.scene || by_hand || (over && !drive.paused) {
            self.scene = next;
            self.since = Some(second);
        }
    }
}

fn following(scene: Scene, shows: impl Fn(Scene) -> bool) -> Scene {
    let all = Scene::ALL;
    let place = all.iter().position(|one| *one == scene).unwrap_or_default();
    (1..=all.len())
        .filter_map(|ahead| all.get((place + ahead) % all.len()).copied())
        .find(|next| shows(*next))
        .unwrap_or(scene)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drive() -> Drive {
        Drive {
            seconds: Scene::ALL.map(|scene| (scene, 10)).into(),
            ..Drive::default()
        }
    }

    fn always(_: Scene) -> bool {
        true
    }

    #[test]
    fn each_scene_lasts_its_time_and_the_first_follows_the_last() {
        let mut rotation = Rotation::default();
        let mut seen = Vec::new();
        for second in 100..170 {
            rotation.beat(second, &drive(), always);
            seen.push(rotation.scene());
        }
        seen.dedup();
        let mut expected = Scene::ALL.to_vec();
        expected.push(Scene::Overview);
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_hold_a_scene() {
        let mut rotation = Rotation::default();
        rotation.beat(3_700, &drive(), always);
        for second in 100..111 {
            rotation.beat(second, &drive(), always);
        }
        assert_eq!(rotation.scene(), Scene::Towns);
    }

    #[test]
    fn a_paused_wall_stays_and_a_step_by_hand_still_goes_on() {
        let mut rotation = Rotation::default();
        let paused = Drive {
            paused: true,
            ..drive()
        };
        for second in 0..60 {
            rotation.beat(second, &paused, always);
        }
        assert_eq!(rotation.scene(), Scene::Overview);
        let stepped = Drive { steps: 1, ..paused };
        rotation.beat(61, &stepped, always);
        assert_eq!(rotation.scene(), Scene::Towns);
        rotation.beat(62, &stepped, always);
        assert_eq!(rotation.scene(), Scene::Towns, "one step is one scene");
    }

    #[test]
    fn a_pinned_scene_stays_and_an_empty_one_is_passed_over() {
        let mut rotation = Rotation::default();
        let pinned = Drive {
            pinned: Some(Scene::Overdue),
            ..drive()
        };
        for second in 0..50 {
            rotation.beat(second, &pinned, always);
            assert_eq!(rotation.scene(), Scene::Overdue);
        }
        let mut seen = Vec::new();
        for second in 50..120 {
            rotation.beat(second, &drive(), |scene| scene != Scene::Topics);
            seen.push(rotation.scene());
        }
        assert!(!seen.contains(&Scene::Topics), "{seen:?}");
        assert!(seen.contains(&Scene::Spotlight), "{seen:?}");
    }
}
