//! Several of the app's WebAssembly modules as one. They were parted from one module, so their types are the same, they
//! share the app's memory, table and stack, and call each other through the table only.
use std::convert::Infallible;
use std::fmt::Display;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, CustomSection, DataCountSection, DataSection, ElementSection, FunctionSection, ImportSection, Module,
    RawSection, SectionId,
};
use wasmparser::{Data, DataKind, Element, ElementKind, Parser, Payload, TypeRef};

/// What has been taken in of the modules so far.
#[derive(Default)]
struct Joined<'a> {
    types: Option<&'a [u8]>,
    imports: ImportSection,
    /// Kind and name of each import.
    imported: Vec<(&'static str, &'a str)>,
    functions: FunctionSection,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
    /// What the code may ask of a browser; `wasm-opt` refuses what is not named there.
    features: Option<&'a [u8]>,
}

const FEATURES: &str = "target_features";

/// Code would name these by their number, which is another one in the joined module.
const NUMBERED: &str = "有要由代码装入的数据或函数";

/// Functions of a module behind those that stand before it.
struct Behind(u32);

impl Reencode for Behind {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok(self.0 + function)
    }
}

/// Bytes of code and data, of which a download is made.
pub fn n_bytes(module: &[u8]) -> Result<usize, String> {
    let mut n_bytes = 0;
    for payload in Parser::new(0).parse_all(module) {
        n_bytes += match payload.map_err(|error| unreadable(&error))? {
            Payload::CodeSectionStart { size, .. } => size as usize,
            Payload::DataSection(section) => (section.range().end - section.range().start) as usize,
            _ => 0,
        };
    }
    Ok(n_bytes)
}

pub fn joined(modules: &[Vec<u8>]) -> Result<Vec<u8>, String> {
    let mut joined = Joined::default();
    for module in modules {
        joined.take(module)?;
    }
    Ok(joined.finish())
}

fn unreadable(error: &dyn Display) -> String {
    format!("WebAssembly模块读不懂（{error}），wasm-split的版本可能变了")
}

impl<'a> Joined<'a> {
    fn take(&mut self, module: &'a [u8]) -> Result<(), String> {
        let mut behind = Behind(self.functions.len());
        for payload in Parser::new(0).parse_all(module) {
            let taken = match payload.map_err(|error| unreadable(&error))? {
                Payload::TypeSection(section) => {
                    let types = &module[section.range().start as usize..section.range().end as usize];
                    if *self.types.get_or_insert(types) != types {
                        return Err(refused("类型不一样"));
                    }
                    Ok(())
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import.map_err(|error| unreadable(&error))?;
                        self.import(&import, &mut behind)?;
                    }
                    Ok(())
                }
                Payload::FunctionSection(section) => behind.parse_function_section(&mut self.functions, section),
                Payload::ElementSection(section) => {
                    let is_active = |element: Element<'_>| matches!(element.kind, ElementKind::Active { .. });
                    if !section.clone().into_iter().all(|element| element.is_ok_and(is_active)) {
                        return Err(refused(NUMBERED));
                    }
                    behind.parse_element_section(&mut self.elements, section)
                }
                Payload::CodeSectionEntry(body) => behind.parse_function_body(&mut self.code, body),
                Payload::DataSection(section) => {
                    let is_active = |data: Data<'_>| matches!(data.kind, DataKind::Active { .. });
                    if !section.clone().into_iter().all(|data| data.is_ok_and(is_active)) {
                        return Err(refused(NUMBERED));
                    }
                    behind.parse_data_section(&mut self.data, section)
                }
                Payload::ExportSection(section) if section.count() > 0 => return Err(refused("有导出")),
                Payload::GlobalSection(_) | Payload::StartSection { .. } | Payload::TagSection(_) => {
                    return Err(refused("有全局变量、启动函数或异常"));
                }
                Payload::CustomSection(section) if section.name() == FEATURES => {
                    self.features = Some(section.data());
                    Ok(())
                }
                // Names and the like, which the finished app does not carry.
                _ => Ok(()),
            };
            taken.map_err(|error| unreadable(&error))?;
        }
        Ok(())
    }

    /// What the app shares is imported once. Of each kind there is but one, so its index is the same in all modules.
    fn import(&mut self, import: &wasmparser::Import<'a>, behind: &mut Behind) -> Result<(), String> {
        let kind = match import.ty {
            TypeRef::Memory(_) => "memory",
            TypeRef::Table(_) => "table",
            TypeRef::Global(_) => "global",
            _ => return Err(refused("导入了函数")),
        };
        match self.imported.iter().find(|(known, _)| *known == kind) {
            Some((_, name)) if *name == import.name => {}
            Some(_) => return Err(refused("同一种东西导入了两个")),
            None => {
                self.imported.push((kind, import.name));
                let ty = behind.entity_type(import.ty).map_err(|error| unreadable(&error))?;
                self.imports.import(import.module, import.name, ty);
            }
        }
        Ok(())
    }

    fn finish(self) -> Vec<u8> {
        let mut module = Module::new();
        module.section(&RawSection { id: SectionId::Type.into(), data: self.types.unwrap_or(&[0]) });
        module.section(&self.imports).section(&self.functions).section(&self.elements);
        module.section(&DataCountSection { count: self.data.len() }).section(&self.code).section(&self.data);
        if let Some(features) = self.features {
            module.section(&CustomSection { name: FEATURES.into(), data: features.into() });
        }
        module.finish()
    }
}

fn refused(why: &str) -> String {
    format!("后来的模块{why}，合不到一起，wasm-split的版本可能变了，请对照joined.rs改正")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        ConstExpr, Elements, EntityType, ExportKind, ExportSection, Function, GlobalType, MemoryType, TypeSection,
        ValType,
    };
    use wasmparser::{ElementItems, Operator};

    /// Two functions, of which the second calls the first; one stands in the table, one byte in the memory.
    fn module(imported: &str, at: i32) -> Module {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        let memory = MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
        imports.import("__wasm_split", "memory", memory);
        let stack = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        imports.import("__wasm_split", imported, EntityType::Global(stack));
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        let mut elements = ElementSection::new();
        elements.active(Some(0), &ConstExpr::i32_const(at), Elements::Functions(vec![1].into()));
        let (mut first, mut second) = (Function::new([]), Function::new([]));
        first.instructions().end();
        second.instructions().call(0).end();
        let mut code = CodeSection::new();
        code.function(&first).function(&second);
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(at), [7]);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&elements);
        module.section(&DataCountSection { count: 1 }).section(&code).section(&data);
        module.section(&CustomSection { name: FEATURES.into(), data: [1].as_slice().into() });
        module
    }

    #[test]
    fn functions_of_the_second_stand_behind_those_of_the_first() {
        let all = joined(&[module("stack", 10).finish(), module("stack", 20).finish()]).unwrap();
        let (mut calls, mut tabled, mut imported, mut n_data) = (Vec::new(), Vec::new(), Vec::new(), 0);
        let mut features = Vec::new();
        for payload in Parser::new(0).parse_all(&all) {
            match payload.unwrap() {
                Payload::ImportSection(section) => {
                    imported.extend(section.into_imports().map(|import| import.unwrap().name));
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        let ElementItems::Functions(functions) = element.unwrap().items else { panic!("functions") };
                        tabled.extend(functions.into_iter().map(Result::unwrap));
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    calls.extend(body.get_operators_reader().unwrap().into_iter().filter_map(|operator| {
                        match operator.unwrap() {
                            Operator::Call { function_index } => Some(function_index),
                            _ => None,
                        }
                    }));
                }
                Payload::DataSection(section) => n_data = section.count(),
                Payload::CustomSection(section) => features.push(section.data()),
                _ => {}
            }
        }
        assert_eq!((imported, tabled, calls, n_data), (vec!["memory", "stack"], vec![1, 3], vec![0, 2], 2));
        assert_eq!(features, [[1]]);
    }

    #[test]
    fn what_cannot_stand_in_one_module_is_refused() {
        let one = module("stack", 10).finish();
        let of = |module: Vec<u8>| joined(&[one.clone(), module]).unwrap_err();
        assert!(of(module("heap", 20).finish()).contains("导入了两个"));
        assert!(of(b"\0asm".to_vec()).contains("读不懂"));
        let mut exports = ExportSection::new();
        exports.export("go", ExportKind::Func, 0);
        let mut exporting = Module::new();
        exporting.section(&exports);
        assert!(of(exporting.finish()).contains("有导出"));
        let mut data = DataSection::new();
        data.passive([7]);
        let mut passive = Module::new();
        passive.section(&data);
        assert!(of(passive.finish()).contains("由代码装入"));
        let mut types = TypeSection::new();
        types.ty().function([ValType::I32], []);
        let mut other = Module::new();
        other.section(&types);
        assert!(of(other.finish()).contains("类型不一样"));
    }

    #[test]
    fn the_size_is_that_of_code_and_data() {
        assert_eq!(n_bytes(&module("stack", 10).finish()), Ok(8 + 7));
    }
}
