// `npm start`. Plain JavaScript that every Node can parse, so that it can name a missing requirement.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'

const OLDEST_NODE = 22

/** Native programs: each is a package for this platform without an install script. */
const NATIVE = [
  ['esbuild', () => `@esbuild/${process.platform}-${process.arch}/package.json`],
  ['workerd', () => `@cloudflare/workerd-${workerdPlatform()}/package.json`],
]

const problem = problemOfThisMachine()
if (problem) {
  console.error(problem)
  process.exit(1)
}
const { register } = await import('tsx/esm/api')
register()
await import('./start.ts')

/** The missing requirement of this machine, as one line; null when nothing is missing. */
function problemOfThisMachine() {
  const { node } = process.versions
  if (Number.parseInt(node, 10) < OLDEST_NODE) {
    return `legbook needs Node ${OLDEST_NODE} or newer, and this is Node ${node}: install one from https://nodejs.org.`
  }
  if (!existsSync(new URL('../../node_modules/tsx', import.meta.url))) {
    return 'The dependencies are not installed: run npm ci.'
  }
  const require = createRequire(import.meta.url)
  const missing = NATIVE.find(([, packageOf]) => !resolves(require, packageOf()))
  return missing
    ? `${missing[0]} is not installed for ${process.platform}-${process.arch}: run npm ci on this machine, with optional dependencies.`
    : null
}

function resolves(require, name) {
  try {
    require.resolve(name)
    return true
  } catch {
    return false
  }
}

function workerdPlatform() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return `${platform}-${process.arch === 'x64' ? '64' : process.arch}`
}
