//! Who stands on the ground: forces that add up, and areas with too few people.

use onemap_domain::area::{Area, AreaCode, Position};
use onemap_domain::people::{Person, Post};
use onemap_domain::profile::Quota;
use onemap_domain::staffing::{Short, short, staff};
use proptest::prelude::*;

use crate::fixture::{area, profile};

const POSTS: [Post; 5] = [
    Post::GridLeader,
    Post::GridWorker,
    Post::PartyGroupLeader,
    Post::HouseholdUnitLeader,
    Post::Mediator,
];

fn person(number: usize, post: Post, at: &str, force: Option<&str>) -> Person {
    Person {
        id: number.to_string(),
        name: format!("第{number}人"),
        phone: String::new(),
        post,
        area: area(at),
        force: force.map(str::to_owned),
        simulated: true,
    }
}

fn place(code: &str, households: Option<u32>) -> Area {
    Area {
        code: area(code),
        name: code.to_owned(),
        centre: Position {
            lon: 105.5,
            lat: 28.5,
        },
        households,
        simulated: true,
    }
}

#[test]
fn forty_seven_thousand_people_of_four_forces_sum() {
    let sizes = [16_584, 25_133, 2_513, 3_333];
    let towns = ["520381001", "520381002", "520381003"];
    let forces = profile("changde").forces;
    let mut people = Vec::new();
    for (size, force) in sizes.into_iter().zip(["f1", "f2", "f3", "f4"]) {
        for _ in 0..size {
            let number = people.len();
            let grid = format!("{}001001", towns[number % 3]);
            people.push(person(number, Post::GridWorker, &grid, Some(force)));
        }
    }
    let areas: Vec<AreaCode> = ["520381"].into_iter().chain(towns).map(area).collect();
    let table = staff(&areas, &people, &forces);
    assert_eq!(table[0].forces, sizes);
    assert_eq!((table[0].total(), table[0].others), (47_563, 0));
    for column in 0..4 {
        let below: u32 = table[1..].iter().map(|town| town.forces[column]).sum();
        assert_eq!(below, table[0].forces[column]);
    }
}

#[test]
fn the_register_says_more_than_the_post() {
    let forces = profile("chishui").forces;
    let of = |post: Post, force: Option<&str>| {
        let one = [person(1, post, "520381001001001", force)];
        let staff = staff(&[area("520381")], &one, &forces);
        (staff[0].forces.clone(), staff[0].others)
    };
    assert_eq!(of(Post::PartyGroupLeader, None), (vec![1, 0, 0], 0));
    assert_eq!(of(Post::GridLeader, None), (vec![0, 1, 0], 0));
    assert_eq!(
        of(Post::GridLeader, Some("ten_households")),
        (vec![0, 0, 1], 0)
    );
    assert_eq!(of(Post::Mediator, None), (vec![0, 0, 0], 1));
    assert_eq!(
        of(Post::GridLeader, Some("f9")),
        (vec![0, 0, 0], 1),
        "a force that the county does not have is none"
    );
}

fn quota(least: u16, per_households: Option<u16>) -> Quota {
    Quota {
        code: "leaders".to_owned(),
        name: profile("chishui").name,
        posts: vec![Post::GridLeader],
        level: onemap_domain::area::Level::Village,
        least,
        per_households,
        basis: "本测试".to_owned(),
    }
}

#[test]
fn a_grid_leader_for_every_ten_to_twenty_households_is_counted_up() {
    let areas = [
        place("520381001", Some(900)),
        place("520381001001", Some(41)),
        place("520381001002", Some(40)),
        place("520381001003", None),
        place("520381001004", Some(0)),
    ];
    let people = [
        person(1, Post::GridLeader, "520381001001001", None),
        person(2, Post::GridLeader, "520381001002001", None),
        person(3, Post::GridLeader, "520381001002002", None),
        person(4, Post::GridWorker, "520381001003001", None),
    ];
    let of = |code: &str, have: u32, want: u32| Short {
        area: area(code),
        have,
        want,
    };
    assert_eq!(
        short(&quota(1, Some(20)), &areas, &people),
        [
            of("520381001001", 1, 3),
            of("520381001003", 0, 1),
            of("520381001004", 0, 1),
        ],
        "41 households are three times twenty begun; the worst first, equal ones by their codes"
    );
    assert_eq!(
        short(&quota(2, None), &areas, &people),
        [
            of("520381001003", 0, 2),
            of("520381001004", 0, 2),
            of("520381001001", 1, 2),
        ]
    );
}

proptest! {
    #[test]
    fn everybody_is_in_one_column_and_towns_sum_to_the_county(
        people in proptest::collection::vec((0..5_usize, 0..4_usize, 0..5_usize), 0..60),
    ) {
        let forces = profile("chishui").forces;
        let codes = [None, Some("party_groups"), Some("grid_workers"), Some("none_such")];
        let people: Vec<Person> = people
            .iter()
            .enumerate()
            .map(|(number, (post, force, town))| {
                let grid = format!("52038100{}001001", town + 1);
                person(number, POSTS[*post], &grid, codes[*force])
            })
            .collect();
        let towns: Vec<AreaCode> = (1..=5).map(|town| area(&format!("52038100{town}"))).collect();
        let county = staff(&[area("520381")], &people, &forces).remove(0);
        prop_assert_eq!(county.total() as usize, people.len());
        let below = staff(&towns, &people, &forces);
        prop_assert_eq!(below.iter().map(|town| town.others).sum::<u32>(), county.others);
        for column in 0..forces.len() {
            let sum: u32 = below.iter().map(|town| town.forces[column]).sum();
            prop_assert_eq!(sum, county.forces[column]);
        }
    }
}
