//! `bank glue`: less between the app's WebAssembly and the JavaScript beside it. wasm-bindgen tells names apart by digests,
//! which no compression makes smaller, and keeps classes that only other scripts would use. And modules that come later
//! load from servers that do not know what WebAssembly is.
use crate::Outcome;
use crate::banks::{text_of, write};
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::fmt::Display;
use std::fs;
use std::path::Path;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{Elements, ExportSection, ImportSection, Module};
use wasmparser::{ElementItems, ExportSectionReader, ImportSectionReader, KnownCustom, Name, Parser, Payload};

/// What is imported from here is the script's; all else is the loader's of the modules that come later.
const GLUE: &str = "./xueliansai_bg.js";
/// What the modules that come later import by name.
const SHARED: [&str; 2] = ["memory", "__indirect_function_table"];
const SHARED_TABLE: &str = "__wasm_split_";

/// The crate of those classes. Nothing makes one, yet the table of functions would keep their code.
const CLASSES: &str = "wasm_streams";

/// How the loader reads a module: only where the server calls it `application/wasm`.
const STREAMING: &str = "WebAssembly.instantiateStreaming(src, imports)";
/// The same from any server; an error page is refused as no module.
const BUFFERED: &str =
    "src.then((found) => found.arrayBuffer()).then((bytes) => WebAssembly.instantiate(bytes, imports))";

pub fn run(wasm: &Path, glue: &Path, loader: &Path) -> Outcome {
    let module = fs::read(wasm).map_err(|error| format!("读不了{}（{error}），请运行 make app", wasm.display()))?;
    let (module, script) = shorten(&module, &text_of(glue)?)?;
    fs::write(wasm, module).map_err(|error| format!("写不了{}（{error}），请检查权限和磁盘空间", wasm.display()))?;
    write(glue, &script)?;
    write(loader, &buffered(&text_of(loader)?)?)?;
    Ok(format!("{}和{}之间已改用短名称", wasm.display(), glue.display()))
}

fn buffered(loader: &str) -> Result<String, String> {
    if !loader.contains(STREAMING) {
        return Err(format!("载入脚本里没有“{STREAMING}”，wasm-split的版本可能变了，请对照glue.rs改正"));
    }
    Ok(loader.replace(STREAMING, BUFFERED))
}

/// Short names on both sides; exports that the script does not use are gone.
fn shorten(module: &[u8], script: &str) -> Result<(Vec<u8>, String), String> {
    let script = without_classes(script);
    let unreadable = |error: &dyn Display| format!("WebAssembly模块读不懂（{error}），wasm-bindgen的版本可能变了");
    let mut names = Names {
        script: words(&script),
        dead: functions_of(CLASSES, module).map_err(|error| unreadable(&error))?,
        imports: HashMap::new(),
        exports: HashMap::new(),
    };
    let mut shortened = Module::new();
    names.parse_core_module(&mut shortened, Parser::new(0), module).map_err(|error| unreadable(&error))?;
    if names.imports.is_empty() || names.exports.is_empty() {
        return Err(format!("WebAssembly模块没有从{GLUE}导入，或者没有给它导出，wasm-bindgen的版本可能变了"));
    }
    let renamed = names.renamed();
    Ok((shortened.finish(), renamed))
}

/// Functions that have this in their names.
fn functions_of(part: &str, module: &[u8]) -> wasmparser::Result<HashSet<u32>> {
    let mut found = HashSet::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::CustomSection(section) = payload? else { continue };
        let KnownCustom::Name(names) = section.as_known() else { continue };
        for names in names {
            let Name::Function(names) = names? else { continue };
            for name in names {
                let name = name?;
                if name.name.contains(part) {
                    found.insert(name.index);
                }
            }
        }
    }
    Ok(found)
}

/// Without classes of Rust types for other scripts: ours uses none.
fn without_classes(script: &str) -> String {
    let mut kept = String::new();
    // How the last line begins of what is being left out.
    let mut until: Option<String> = None;
    for line in script.lines() {
        if let Some(name) = line.strip_prefix("export class ").and_then(|rest| rest.split(' ').next()) {
            until = Some(format!("if (Symbol.dispose) {name}."));
        } else if line.starts_with("const ") && line.contains("Finalization = (typeof FinalizationRegistry") {
            until = Some("    : new FinalizationRegistry(".to_owned());
        }
        match &until {
            Some(last) if line.starts_with(last) => until = None,
            Some(_) => {}
            None => kept.extend([line, "\n"]),
        }
    }
    kept
}

/// Words of a script, each with what stands between it and the one before.
fn words(script: &str) -> Vec<(&str, &str)> {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut words = Vec::new();
    let mut rest = script;
    while !rest.is_empty() {
        let (between, from_word) = rest.split_at(rest.find(is_of_word).unwrap_or(rest.len()));
        let (word, after) = from_word.split_at(from_word.find(|c| !is_of_word(c)).unwrap_or(from_word.len()));
        words.push((between, word));
        rest = after;
    }
    words
}

struct Names<'a> {
    script: Vec<(&'a str, &'a str)>,
    /// Functions that are never called.
    dead: HashSet<u32>,
    imports: HashMap<String, String>,
    exports: HashMap<String, String>,
}

impl<'a> Names<'a> {
    /// Whether a word stands for an export: it is asked of the instance.
    fn is_export(before: Option<&(&str, &str)>, between: &str) -> bool {
        between == "." && before.is_some_and(|(_, word)| *word == "wasm")
    }

    fn uses(&self, export: &str) -> bool {
        let pairs = self.script.windows(2);
        pairs.into_iter().any(|pair| pair[1].1 == export && Self::is_export(pair.first(), pair[1].0))
    }

    fn renamed(&self) -> String {
        let mut text = String::new();
        for (idx, (between, word)) in self.script.iter().enumerate() {
            let before = idx.checked_sub(1).and_then(|idx| self.script.get(idx));
            let names = if Self::is_export(before, between) { &self.exports } else { &self.imports };
            text.push_str(between);
            text.push_str(names.get(*word).map_or(word, String::as_str));
        }
        text
    }
}

impl Reencode for Names<'_> {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for import in section.into_imports() {
            let import = import?;
            let kind = self.entity_type(import.ty)?;
            if import.module != GLUE {
                imports.import(import.module, import.name, kind);
                continue;
            }
            let next = format!("${}", self.imports.len());
            let short = self.imports.entry(import.name.to_owned()).or_insert(next);
            imports.import(import.module, short, kind);
        }
        Ok(())
    }

    fn element_items<'e>(&mut self, items: ElementItems<'e>) -> Result<Elements<'e>, Error<Infallible>> {
        let ElementItems::Functions(functions) = items else { return utils::element_items(self, items) };
        let functions = functions.into_iter().collect::<wasmparser::Result<Vec<u32>>>()?;
        // Their places have to be taken by some function.
        let any = functions.iter().copied().find(|function| !self.dead.contains(function)).unwrap_or_default();
        let kept = functions.into_iter().map(|function| if self.dead.contains(&function) { any } else { function });
        Ok(Elements::Functions(kept.collect::<Vec<u32>>().into()))
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for export in section {
            let export = export?;
            let (kind, index) = (self.export_kind(export.kind)?, self.external_index(export.kind, export.index)?);
            if SHARED.contains(&export.name) || export.name.starts_with(SHARED_TABLE) {
                exports.export(export.name, kind, index);
            } else if self.uses(export.name) {
                let next = format!("${}", self.exports.len());
                let short = self.exports.entry(export.name.to_owned()).or_insert(next);
                exports.export(short, kind, index);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, EntityType, ExportKind, Function, FunctionSection, NameMap,
        NameSection, RefType, TableSection, TableType, TypeSection,
    };

    const SCRIPT: &str = "\
export class Stream {
    free() { wasm.__wbg_stream_free(this.ptr, 0); }
}
if (Symbol.dispose) Stream.prototype[Symbol.dispose] = Stream.prototype.free;
const imports = { __wbg_log_0123: function(main) { console.log(main, \"$0\"); } };
const StreamFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_stream_free(ptr, 1));
wasm.__wbindgen_start(wasm.memory);
";

    /// One function that is imported, one of its own under each of these names.
    fn module(from: &str, exported: &[&str]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import(from, "__wbg_log_0123", EntityType::Function(0));
        imports.import("./__wasm_split.js", "__wasm_split_load_me", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 2,
            maximum: None,
            shared: false,
        });
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions(vec![3, 2].into()));
        let mut exports = ExportSection::new();
        exported.iter().for_each(|name| {
            exports.export(name, ExportKind::Func, 2);
        });
        let mut body = Function::new([]);
        body.instructions().call(0).end();
        let mut code = CodeSection::new();
        code.function(&body).function(&body);
        let (mut names, mut of_functions) = (NameSection::new(), NameMap::new());
        of_functions.append(2, "main");
        of_functions.append(3, "<wasm_streams[0123456789abcdef]::Stream as Drop>::drop");
        names.functions(&of_functions);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&tables);
        module.section(&exports).section(&elements).section(&code).section(&names);
        module.finish()
    }

    fn names(module: &[u8]) -> Vec<String> {
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            match payload.unwrap() {
                Payload::ImportSection(section) => {
                    names.extend(section.into_imports().map(|import| import.unwrap().name.to_owned()));
                }
                Payload::ExportSection(section) => {
                    names.extend(section.into_iter().map(|export| export.unwrap().name.to_owned()));
                }
                _ => {}
            }
        }
        names
    }

    #[test]
    fn the_table_keeps_no_code_of_classes_that_nobody_makes() {
        let (short, _) = shorten(&module(GLUE, &["__wbindgen_start"]), SCRIPT).unwrap();
        let tabled = Parser::new(0).parse_all(&short).find_map(|payload| match payload.unwrap() {
            Payload::ElementSection(section) => match section.into_iter().next()?.unwrap().items {
                ElementItems::Functions(functions) => Some(functions.into_iter().map(Result::unwrap).collect()),
                ElementItems::Expressions(..) => None,
            },
            _ => None,
        });
        assert_eq!(tabled, Some(vec![2, 2]));
    }

    #[test]
    fn a_later_module_comes_from_any_server() {
        assert_eq!(buffered(&format!("return {STREAMING};")).unwrap(), format!("return {BUFFERED};"));
        assert!(buffered("load()").unwrap_err().contains("wasm-split的版本可能变了"));
    }

    #[test]
    fn both_sides_call_each_other_by_the_same_short_names() {
        let long = module(GLUE, &["__wbindgen_start", "main", "__wbg_stream_free", "__wasm_split_shared0", "memory"]);
        let (short, script) = shorten(&long, SCRIPT).unwrap();
        assert_eq!(names(&short), ["$0", "__wasm_split_load_me", "$0", "__wasm_split_shared0", "memory"]);
        assert_eq!(
            script,
            "const imports = { $0: function(main) { console.log(main, \"$0\"); } };\nwasm.$0(wasm.memory);\n"
        );
    }

    #[test]
    fn what_another_version_of_the_tool_makes_is_refused() {
        let other = module("env", &["__wbindgen_start"]);
        assert!(shorten(&other, SCRIPT).unwrap_err().contains("没有从./xueliansai_bg.js导入"));
        assert!(shorten(&module(GLUE, &["go"]), SCRIPT).is_err());
        assert!(shorten(b"\0asm", SCRIPT).unwrap_err().contains("读不懂"));
    }
}
