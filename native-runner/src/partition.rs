//! `--partition 2/4`: one part of the scenarios, by a hash of their paths. A file stays in its part
//! when others join or go, so that jobs of a pipeline that ran before still mean the same.

use std::fmt;
use std::str::FromStr;

use xxhash_rust::xxh3::xxh3_64;

/// One part of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Partition {
    /// From 1.
    number: u64,
    of: u64,
}

impl Partition {
    /// Whether a scenario is in it; `path` is the path below the root, so that it does not matter
    /// from where the command was called.
    pub(crate) fn holds(self, path: &str) -> bool {
        xxh3_64(path.as_bytes()) % self.of == self.number - 1
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Partition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || "write which part of how many, such as `1/4`".to_owned();
        let (number, of) = text.split_once('/').ok_or_else(form)?;
        let read = |text: &str| text.trim().parse::<u64>().map_err(|_| form());
        let (number, of) = (read(number)?, read(of)?);
        match (number, of) {
            (_, 0) => Err("there are no parts of nothing: write `1/4`".to_owned()),
            (1.., _) if number <= of => Ok(Self { number, of }),
            _ => Err(format!("the parts are `1/{of}` to `{of}/{of}`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partition(text: &str) -> Partition {
        text.parse().unwrap()
    }

    #[test]
    fn a_partition_is_a_number_out_of_another() {
        assert_eq!(partition("2/4"), Partition { number: 2, of: 4 });
        assert_eq!(partition("1/1").to_string(), "1/1");
        for (wrong, part) in [
            ("", "such as `1/4`"),
            ("1", "such as `1/4`"),
            ("a/4", "such as `1/4`"),
            ("-1/4", "such as `1/4`"),
            ("0/4", "`1/4` to `4/4`"),
            ("5/4", "`1/4` to `4/4`"),
            ("1/0", "no parts of nothing"),
        ] {
            let told = wrong.parse::<Partition>().unwrap_err();
            assert!(told.contains(part), "{wrong}: {told}");
        }
    }

    #[test]
    fn each_path_is_in_one_part_and_the_parts_are_of_like_size() {
        let paths: Vec<String> = (0..1_000).map(|n| format!("gallery/{n}.yaml")).collect();
        for of in [1, 3, 4] {
            let parts: Vec<Partition> = (1..=of).map(|n| partition(&format!("{n}/{of}"))).collect();
            let size = |part: &Partition| paths.iter().filter(|path| part.holds(path)).count();
            let sizes: Vec<usize> = parts.iter().map(size).collect();
            assert_eq!(sizes.iter().sum::<usize>(), paths.len(), "{sizes:?}");
            let fair = paths.len() / parts.len();
            assert!(sizes.iter().all(|n| n.abs_diff(fair) < fair / 4 + 1), "{sizes:?}");
        }
    }

    #[test]
    fn the_part_of_a_path_never_changes() {
        // Pipelines of users rest on it: these are not to be updated.
        let parts: Vec<u64> = ["gallery/01-disallow-and-blf.yaml", "a.yaml", "b/c.yaml"]
            .iter()
            .map(|path| (1..=8).find(|n| Partition { number: *n, of: 8 }.holds(path)).unwrap())
            .collect();
        assert_eq!(parts, [8, 7, 1]);
    }
}
