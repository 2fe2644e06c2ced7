//! Whatever bytes come in, the readers do not panic and take no memory without bound, and what they
//! give can be laid beside a register. The same bytes every time; others with `ONEMAP_DECODERS_SEED`, more
//! with `ONEMAP_DECODERS_TIMES`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use onemap_domain::area::Datum;
use onemap_exchange::boundaries::{Asked, read, reconcile};
use onemap_testkit::broken::{broken, peak};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::made::{Page, WGS_PRJ, county, geojson_bytes, register, shape_parts, shapefile, zipped};

/// What a whole run may add to the memory of this process at its peak.
const MEMORY: u64 = 1 << 30;

/// What makes one broken file.
type Make<'a> = Box<dyn Fn(&mut ChaCha8Rng) -> Vec<u8> + 'a>;

#[test]
fn no_file_of_boundaries_makes_a_reader_panic_or_take_memory_without_bound() {
    let asked_for =
        |name: &str, usual: u64| std::env::var(name).map_or(usual, |text| text.parse().unwrap());
    let seed = asked_for("ONEMAP_DECODERS_SEED", 20_261_201);
    let times = asked_for("ONEMAP_DECODERS_TIMES", 1) as usize;
    println!("seed {seed}");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let areas = county(1);
    let known = register(&areas);
    let (shp, dbf) = shape_parts(&areas, true);
    let csv = "code,name,level,parent,lon,lat\n520399,测试县,county,5203,105.7,28.5\n\
        520399001,东街道,town,520399,,\n"
        .repeat(4);
    // A zip hides what is broken in it behind its sums: its parts are broken before they are packed.
    let packed = |shp: &[u8], dbf: &[u8]| zipped(&[("a.shp", shp), ("a.dbf", dbf)]);
    let geojson = geojson_bytes(&areas, Datum::Wgs84);
    let zip = shapefile(&areas, Page::Gbk, Some(WGS_PRJ));
    let kinds: Vec<(&str, usize, Make<'_>)> = vec![
        (
            "geojson",
            3_000,
            Box::new(|chance| broken(&geojson, &[], chance)),
        ),
        (
            "csv",
            3_000,
            Box::new(|chance| broken(csv.as_bytes(), &[], chance)),
        ),
        ("zip", 2_000, Box::new(|chance| broken(&zip, &[], chance))),
        (
            "shp",
            4_000,
            Box::new(|chance| packed(&broken(&shp, &[], chance), &dbf)),
        ),
        (
            "dbf",
            4_000,
            Box::new(|chance| packed(&shp, &broken(&dbf, &[], chance))),
        ),
        (
            "gbk",
            1_000,
            Box::new(|chance| broken(&encoding_rs::GBK.encode(&csv).0, &[], chance)),
        ),
    ];
    let (before, mut tried, mut taken) = (peak(), 0, 0);
    for (name, most, make) in &kinds {
        for nth in 0..most * times {
            let bytes = make(&mut chance);
            let read = catch_unwind(AssertUnwindSafe(|| {
                let sheet = read(&bytes, "broken").ok()?;
                Some(reconcile(&sheet, &known, Asked::default()).errors)
            }));
            let Ok(read) = read else {
                panic!(
                    "ONEMAP_DECODERS_SEED={seed}: {name} number {nth}: {:?}",
                    String::from_utf8_lossy(&bytes)
                )
            };
            taken += usize::from(read.is_some());
            tried += 1;
        }
    }
    let more = peak().saturating_sub(before);
    println!(
        "{tried} broken files, {taken} of them read; {} MiB more",
        more >> 20
    );
    assert!(more < MEMORY, "{more} bytes more");
    assert!(taken > tried / 100, "some are only a little broken");
}
