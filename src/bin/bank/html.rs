//! As much HTML as our own page needs: elements with text of their own, and their attributes.

/// A script or a style.
#[derive(Debug)]
pub struct Element<'a> {
    pub attributes: &'a str,
    pub text: &'a str,
    /// Where the text starts in the page, in bytes.
    pub start: usize,
}

/// Elements by name, outside comments. The page is our own, so tags are closed and names are in small letters.
pub fn elements<'a>(html: &'a str, name: &str) -> Vec<Element<'a>> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(['<']) {
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let starts_here =
            rest.strip_prefix(open.as_str()).filter(|after| after.starts_with(['>', ' ', '\n', '\t', '/']));
        let Some(after_name) = starts_here else {
            rest = after_other(rest);
            continue;
        };
        let Some(end) = tag_end(after_name) else { break };
        let (attributes, inside) = (&after_name[..end], &after_name[end + 1..]);
        let Some((text, after)) = inside.split_once(close.as_str()) else { break };
        // What is left is always the end of the page, so its length tells where it starts.
        found.push(Element { attributes, text, start: html.len() - inside.len() });
        rest = after;
    }
    found
}

/// Beyond a tag that is not looked for; what stands inside scripts and styles is text and no tag.
fn after_other(rest: &str) -> &str {
    // A noscript stays out of this list: with scripts off its styles count.
    for raw in ["script", "style", "textarea", "title"] {
        let name_ends =
            rest[1..].strip_prefix(raw).is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric()));
        if name_ends {
            return rest.split_once(&format!("</{raw}>")).map_or("", |(_, after)| after);
        }
    }
    &rest[1..]
}

/// Where the tag's `>` stands, outside quoted values.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(idx, c)| match (quote, c) {
        (None, '>') => Some(idx),
        (None, '"' | '\'') => {
            quote = Some(c);
            None
        }
        (Some(open), _) if c == open => {
            quote = None;
            None
        }
        _ => None,
    })
}

/// The value of an attribute, empty where it has none.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (found, after) = rest.split_at(end);
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(after) => value(after.trim_start()),
            None => ("", after),
        };
        if found == name {
            return Some(value.to_owned());
        }
        // A lone slash or equals sign has no name; it must not stop the walk.
        rest = if end == 0 && after.len() == rest.len() { &rest[1..] } else { after }.trim_start();
    }
    None
}

fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_found_with_its_text_and_place() {
        let html = "<!-- <script>no</script> --><p>甲</p><script type=module id='x'>a < b</script>";
        let found = elements(html, "script");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].text, &html[found[0].start..found[0].start + 5]), ("a < b", "a < b"));
        assert_eq!(attribute(found[0].attributes, "type").as_deref(), Some("module"));
        assert_eq!(attribute(found[0].attributes, "id").as_deref(), Some("x"));
    }

    #[test]
    fn attributes_are_read_with_and_without_quotes() {
        let attributes = " async type=\"application/json\" id=catalog data-x='a b' /";
        for (name, value) in [("async", ""), ("type", "application/json"), ("id", "catalog"), ("data-x", "a b")] {
            assert_eq!(attribute(attributes, name).as_deref(), Some(value), "{name}");
        }
        assert_eq!(attribute(attributes, "src"), None);
        assert_eq!(attribute(" = = x", "src"), None);
    }
}
