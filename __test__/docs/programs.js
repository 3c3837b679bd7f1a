'use strict';

// Code blocks of the pages as programs, each a file of its own that a compiler or Node.js takes.

const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');
const { COMPLETED, STAGES } = require('./complete');
const { PAGES, blocksOf, read } = require('./markdown');

const STAGE_FOLDER = path.join(__dirname, 'stage');
const EXTENSIONS = { js: '.mjs', mjs: '.mjs', cjs: '.cjs', ts: '.mts' };

/** Both sides of a change: the lines without their signs. */
function sidesOf(diff) {
  const lines = diff.split('\n');
  const side = (signs) => lines.filter((line) => signs.includes(line[0] ?? ' ')).map((line) => line.slice(1));
  return { before: side(' -').join('\n'), after: side(' +').join('\n') };
}

/** What the compiler says of a name that nothing around it declares, in its several ways. */
const CANNOT_FIND_NAME = [2304, 2503, 2552, 18004];
const ALONE = { noLib: true, noResolve: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };

/** The names that a program uses and does not declare. */
function freeNames(code) {
  const source = ts.createSourceFile('block.ts', code, ts.ScriptTarget.ESNext);
  const host = {
    ...ts.createCompilerHost(ALONE),
    getSourceFile: (name) => (name === 'block.ts' ? source : undefined),
  };
  const program = ts.createProgram(['block.ts'], ALONE, host);
  const unknown = program.getSemanticDiagnostics(source).filter((found) => CANNOT_FIND_NAME.includes(found.code));
  return new Set(unknown.map(({ start, length }) => code.slice(start, start + length)));
}

/** The names that a program declares at its top level, imports aside. */
function declaredNames(code) {
  const namesOf = (name) => (ts.isIdentifier(name) ? [name.text] : name.elements.flatMap((each) => namesOf(each.name)));
  const { statements } = ts.createSourceFile('block.ts', code, ts.ScriptTarget.ESNext);
  return statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap((each) => namesOf(each.name));
    return ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) ? [statement.name.text] : [];
  });
}

/** What the stage of a page has to offer. */
function offeredBy(stage) {
  const text = fs.readFileSync(path.join(STAGE_FOLDER, stage), 'utf8');
  const names = [...text.matchAll(/^(?:export const |exports\.)(\w+)/gm)].map(([, name]) => name);
  return names.filter((name) => name !== 'after');
}

/** A program that fails where `f(x); // 'result'` has another result. */
function withResultsChecked(code) {
  return code.replace(
    /^((?:await )?[\w.]+\(.*\)); \/\/ ('[^']*'|\d+|true|false)$/gm,
    (line, call, result) => `if ((${call}) !== ${result}) throw new Error(${JSON.stringify(line)});`,
  );
}

/** A program out of code, with the names of the stage that it uses before it and those that it declares exported. */
function programOf(code, page, extension) {
  const stage = STAGES[page];
  const free = freeNames(code);
  const used = stage ? offeredBy(stage).filter((name) => free.has(name)) : [];
  const names = used.join(', ');
  const exported = declaredNames(code).join(', ');
  const isCommon = extension === '.cjs' || (stage ?? '').endsWith('.cjs');
  const [before, after] = isCommon
    ? [`const { ${names} } = require('../stage/${stage}');`, `module.exports = { ${exported} };`]
    : [`import { ${names} } from '../stage/${stage}';`, `export { ${exported} };`];
  const isWhole = /^(export|module\.exports)\b/m.test(code);
  const parts = ['// @ts-check', used.length > 0 ? before : '', withResultsChecked(code), isWhole ? '' : after];
  return {
    extension: isCommon ? '.cjs' : extension,
    stage: used.length > 0 ? stage : undefined,
    used,
    text: parts.join('\n'),
  };
}

/** The programs of one block: two of a change, none of what is no program. */
function programsOf({ page, language, code, line }, index) {
  const sides = language === 'diff' ? sidesOf(code) : { [language]: code };
  return Object.entries(sides).map(([side, text]) => {
    const complete = COMPLETED[page] ?? ((same) => same);
    const program = programOf(complete(text, { index, language }), page, EXTENSIONS[side] ?? '.mjs');
    const name = `${page.replace(/\W/g, '-')}-${line}-${side}`;
    const title = `${page}, line ${line}${language === 'diff' ? `, ${side}` : ''}`;
    return { ...program, name, title, page, side, code: text };
  });
}

const isProgram = ({ language }) => language === 'diff' || language in EXTENSIONS;

/** All blocks of all pages. */
const BLOCKS = PAGES.flatMap((page) => blocksOf(read(page)).map((block) => ({ page, ...block })));
const PROGRAMS = PAGES.flatMap((page) =>
  BLOCKS.filter((block) => block.page === page && isProgram(block)).flatMap(programsOf),
);

/** Writes programs into a new folder beside `stage/`, where they find the package and its devDependencies. */
function writePrograms(programs) {
  const folder = fs.mkdtempSync(path.join(__dirname, 'blocks-'));
  for (const { name, extension, text } of programs) fs.writeFileSync(path.join(folder, name + extension), text);
  return folder;
}

module.exports = { BLOCKS, PROGRAMS, isProgram, programsOf, writePrograms };
