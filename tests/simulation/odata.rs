//! The service's own reading of a URL: strict, so that what is not encoded as it must be does not work by luck.

/// A request target, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// The segments of the path, decoded.
    pub(super) path: Vec<String>,
    /// The options of the query, decoded.
    pub(super) query: Vec<(String, String)>,
}

impl Target {
    /// Takes a URL of that origin apart; `None` for what is none, or has something in it that must be encoded.
    pub(super) fn parse(origin: &str, url: &str) -> Option<Self> {
        let rest = url.strip_prefix(origin)?.strip_prefix('/')?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = path.split('/').map(|segment| decode(segment, b"!$&'()*,;=:@")).collect::<Option<_>>()?;
        let options = query.split('&').filter(|_| !query.is_empty());
        let query = options
            .map(|option| {
                let (name, value) = option.split_once('=')?;
                // A plus sign is a space, as in forms.
                Some((decode(name, b"$")?, decode(&value.replace('+', "%20"), b"!$'()*,;:@/?")?))
            })
            .collect::<Option<Vec<_>>>()?;
        // An option that stands there twice is a mistake.
        let twice = query.iter().enumerate().any(|(at, (name, _))| query[..at].iter().any(|(other, _)| other == name));
        (!twice).then_some(Self { path, query })
    }

    /// The value of an option of the query.
    pub(super) fn option(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Undoes percent-encoding; `None` for a byte that must not stand there as it is, and for what is not UTF-8.
fn decode(text: &str, plain: &[u8]) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let half = |byte: Option<u8>| char::from(byte?).to_digit(16);
                u8::try_from(half(bytes.next())? * 16 + half(bytes.next())?).ok()?
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => byte,
            _ if plain.contains(&byte) => byte,
            _ => return None,
        });
    }
    String::from_utf8(decoded).ok()
}

/// What a `$filter` asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Filter {
    /// `displayName eq '…'`
    Name(String),
    /// `contains(tolower(displayName),'…')`
    Contains(String),
    /// `catalog/id eq '…'`, with or without quotes
    Catalog(String),
    /// `… and …`
    Both(Box<Filter>, Box<Filter>),
}

impl Filter {
    /// Reads a filter; `None` for what is none of these forms.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader(text);
        let filter = reader.conjunction()?;
        reader.0.is_empty().then_some(filter)
    }
}

struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn take(&mut self, word: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(word)?;
        Some(())
    }

    fn conjunction(&mut self) -> Option<Filter> {
        let mut filter = self.term()?;
        while self.take(" and ").is_some() {
            filter = Filter::Both(Box::new(filter), Box::new(self.term()?));
        }
        Some(filter)
    }

    fn term(&mut self) -> Option<Filter> {
        if self.take("(").is_some() {
            let filter = self.conjunction()?;
            self.take(")")?;
            Some(filter)
        } else if self.take("displayName eq ").is_some() {
            Some(Filter::Name(self.literal()?))
        } else if self.take("catalog/id eq ").is_some() {
            let id = if self.0.starts_with('\'') { self.literal()? } else { self.word() };
            is_guid(&id).then_some(Filter::Catalog(id))
        } else {
            self.take("contains(tolower(displayName),")?;
            let _ = self.take(" ");
            let filter = Filter::Contains(self.literal()?);
            self.take(")")?;
            Some(filter)
        }
    }

    /// A text in quotes, in which a quote stands twice.
    fn literal(&mut self) -> Option<String> {
        self.take("'")?;
        let mut text = String::new();
        loop {
            let (part, rest) = self.0.split_once('\'')?;
            text.push_str(part);
            self.0 = rest;
            if self.take("'").is_none() {
                return Some(text);
            }
            text.push('\'');
        }
    }

    fn word(&mut self) -> String {
        let end = self.0.find(|letter: char| !letter.is_ascii_hexdigit() && letter != '-').unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        word.into()
    }
}

fn is_guid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::{Filter, Target};

    const ORIGIN: &str = "https://graph.microsoft.com";

    fn query(text: &str) -> Option<Vec<(String, String)>> {
        Target::parse(ORIGIN, &[ORIGIN, "/v1.0/x?", text].concat()).map(|target| target.query)
    }

    #[test]
    fn takes_a_url_apart() {
        let target =
            Target::parse(ORIGIN, "https://graph.microsoft.com/v1.0/a%2Fb?$top=5&$filter=a%20eq%20'b'").unwrap();
        assert_eq!(target.path, ["v1.0", "a/b"]);
        assert_eq!((target.option("$top"), target.option("$filter")), (Some("5"), Some("a eq 'b'")));
        assert_eq!(query("$x=a+b%2B%26").unwrap()[0].1, "a b+&");
    }

    #[test]
    fn refuses_what_must_be_encoded() {
        for text in ["$x=a b", "$x=a#b", "$x=50%", "$x=é", "$x=%ff", "$x=a=b", "$x=1&$x=2", "$x", "$x=\"a\"", "$x=a\\b"]
        {
            assert_eq!(query(text), None, "{text}");
        }
        assert_eq!(Target::parse(ORIGIN, "https://graph.microsoft.com.evil.example/v1.0"), None);
    }

    #[test]
    fn reads_filters() {
        let id = "66584aae-98bb-48cc-9458-7bee5d2a6577";
        let name = || Filter::Name("O'Brien's".into());
        assert_eq!(Filter::parse("displayName eq 'O''Brien''s'"), Some(name()));
        let both = Filter::Both(Box::new(Filter::Catalog(id.into())), Box::new(name()));
        assert_eq!(Filter::parse(&format!("catalog/id eq {id} and (displayName eq 'O''Brien''s')")), Some(both));
        assert_eq!(Filter::parse("contains(tolower(displayName),'a')"), Some(Filter::Contains("a".into())));
        for text in ["", "displayName eq 'O'Brien'", "displayName eq 'x", "catalog/id eq 'x'", "catalogId eq 'x'", "a"]
        {
            assert_eq!(Filter::parse(text), None, "{text}");
        }
    }
}
