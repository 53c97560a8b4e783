//! Passwords of phones: where they are stands on the command line, never they themselves.

use std::str::FromStr;

use lampfield_core::diagnostic::{list_words, nearest};
use lampfield_core::id::PhoneId;
use lampfield_core::scenario::{Scenario, Sources};
use lampfield_core::secret::Secret;

use crate::error::ExpectedError;

/// A phone, and where its password is.
#[derive(Clone, Debug)]
pub(crate) struct Password {
    phone: String,
    from: From,
}

#[derive(Clone, Debug)]
enum From {
    Env(String),
    File(String),
}

impl FromStr for Password {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            "write it as `Phone A=env:NAME` or `Phone A=file:PATH`; a password itself stands in no \
             command line"
                .to_owned()
        };
        let (phone, place) = text.rsplit_once('=').ok_or_else(wrong)?;
        let from = match place.split_once(':') {
            Some(("env", name)) => From::Env(name.to_owned()),
            Some(("file", path)) => From::File(path.to_owned()),
            _ => return Err(wrong()),
        };
        Ok(Password { phone: phone.trim().to_owned(), from })
    }
}

impl Password {
    /// The phone of the first cluster, and what it knows.
    ///
    /// # Errors
    /// There is no such phone, or the password is not where it should be.
    pub(crate) fn find(
        &self,
        scenario: &Scenario,
        sources: &dyn Sources,
    ) -> Result<(PhoneId, Secret), ExpectedError> {
        let Password { phone, from } = self;
        let phones = &scenario.site.first().phones;
        let id = phones.id_of(phone).ok_or_else(|| {
            let names = || phones.iter().map(|(_, phone)| phone.name.as_str());
            let near = nearest(phone, names()).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| format!("there is {}", list_words(names())));
            ExpectedError::BadQuestion { text: format!("there is no phone `{phone}`"), help }
        })?;
        let secret = match from {
            From::Env(name) => sources.env(name),
            From::File(path) => sources.secret(path).ok(),
        };
        let secret = secret.ok_or_else(|| ExpectedError::BadQuestion {
            text: format!("the password of `{phone}` is not where it should be"),
            help: match from {
                From::Env(name) => format!("set the environment variable {name}"),
                From::File(path) => {
                    format!("`{path}` is read below the root of the cluster's file")
                }
            },
        })?;
        Ok((id, secret))
    }
}
