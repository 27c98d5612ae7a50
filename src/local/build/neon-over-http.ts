import { build } from 'esbuild'
import type { Plugin } from 'rolldown'

/**
 * Leaves out of the bundle what this Worker does not use of Neon's driver. The driver is one file: its HTTP half, and a whole
 * TCP client over WebSockets with TLS and copies of Node's modules, and nothing in it tells a bundler that the second
 * half may fall away. This says so of each statement whose only effect is its result, and gives the driver the runtime's
 * own modules (nodejs_compat) instead of its copies; no statement that is used does anything else than before.
 *
 * @throws Error when the driver is not built as it was, so that a new version is looked at.
 */
export const neonOverHttp = (): Plugin => ({
  name: 'neon-over-http',
  async load(id) {
    if (!id.endsWith('/@neondatabase/serverless/index.mjs')) return null
    const statements = onRuntimeModules(await statementsOf(id))
    return withoutEffects(statements).join('\n')
  },
})

/** What a module exports, filled in a second statement. */
const NAMESPACE = /^var (\w+) = \{\};\n(\w+\(\1, \{[^}]*\}\);)$/gm

/** The driver's statements, printed anew one by one. */
async function statementsOf(path: string): Promise<string[]> {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    legalComments: 'none',
  })
  const text = outputFiles.map((file) => file.text).join()
  return text
    .replaceAll(NAMESPACE, 'var $1 = (() => { const $1 = {}; $2 return $1; })();')
    .split(/\n(?=(?:var|class|function|async function|export) |\w+\()/)
}

/** The functions with which the driver was bundled: they name functions, and wrap modules and what is imported of them. */
const WRAPPERS = {
  name: /^var (\w+) = \(\w+, \w+\) => \w+\(\w+, "name", /,
  esm: /^var (\w+) = \(\w+, \w+, \w+\) => \(\) => \{\s+if \(\w+\) throw \w+\[0\];/,
  cjs: /^var (\w+) = \(\w+, \w+\) => \(\) => \{\s+try \{\s+return \w+ \|\| /,
  toEsm: /^var (\w+) = \(\w+, \w+, \w+\) => \(\w+ = \w+ != null \? /,
}

/** Marks what may fall away: names of functions, modules, imports of them, classes over these, and what is read off them. */
function withoutEffects(statements: string[]): string[] {
  const name = only(statements, WRAPPERS.name)
  const wrappers = Object.values(WRAPPERS).map((shape) => only(statements, shape))
  const effectless = new RegExp(
    `^(var \\w+ = )((?:(?:${wrappers.join('|')})\\(|\\(\\(\\) => |class \\w+ extends |\\w+(?:\\.\\w+|\\(\\))(?=;$)).*);$`,
    's',
  )
  return statements
    .filter((statement) => !statement.startsWith(`${name}(`))
    .map((statement) => statement.replace(effectless, '$1/* @__PURE__ */ (() => $2)();'))
}

/** Node's modules of which the driver has copies, each by words that are in it alone. */
const COPIES = [
  ['node:buffer', /The first argument must be one of type string, Buffer/],
  ['node:events', /Possible EventEmitter memory leak detected/],
] as const

/** Takes the runtime's modules for the copies, and the types from where the TCP client has them too. */
function onRuntimeModules(statements: string[]): string[] {
  const cjs = only(statements, WRAPPERS.cjs)
  const crypto = only(statements, /^var (\w+) = .*\{ createHash: /)
  const types = only(statements, /var \w+ = (\w+)\(\);\s+function \w+\(\w+\) \{\s+this\._types = /)
  const changes: [RegExp, string][] = [
    ...COPIES.map(([module, words]): [RegExp, string] => [
      new RegExp(`^(var \\w+ = ${cjs}\\()(?=.*${words.source}).*$`, 's'),
      `$1(_, module) => { module.exports = ${builtIn(module)} });`,
    ]),
    [new RegExp(`\\(\\w+\\(\\), \\w+\\(${crypto}\\)\\)`), builtIn('node:crypto')],
    [/^(var export_types = )\w+\.types;$/, `$1${types}();`],
  ]
  for (const [found] of changes) {
    if (!statements.some((statement) => found.test(statement))) throw changed(found)
  }
  return statements.map((statement) =>
    changes.reduce((text, [found, by]) => text.replace(found, by), statement),
  )
}

const builtIn = (module: string) => `process.getBuiltinModule('${module}')`

/** The name that one statement, and no other, gives what it defines. */
function only(statements: string[], shape: RegExp): string {
  const [name, ...more] = statements.flatMap((statement) => shape.exec(statement)?.[1] ?? [])
  if (name === undefined || more.length > 0) throw changed(shape)
  return name
}

const changed = (shape: RegExp) => new Error(`Neon's driver is not built as it was: no ${shape}`)
