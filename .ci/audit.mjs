// Asks the registry for known vulnerabilities in the packages that the Worker ships. Exit code 0: none of high or critical
// severity; 1: some; 2: the registry did not answer.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8' })
const found = read(stdout)?.vulnerabilities
if (found === undefined) {
  console.log(`the registry does not answer audits: ${read(stdout)?.statusCode ?? 'no answer'}`)
  process.exitCode = 2
} else {
  const shipped = withTheirs([...imported()])
  const ours = Object.values(found).filter(({ name }) => shipped.has(name))
  const grave = ours.filter(({ severity }) => severity === 'high' || severity === 'critical')
  console.log(
    `${shipped.size} packages shipped: ${grave.length} high or critical, ${ours.length - grave.length} lesser ones`,
  )
  if (grave.length > 0) console.log(JSON.stringify(grave, null, 2))
  process.exitCode = grave.length > 0 ? 1 : 0
}

/** The packages that the Worker's sources import. All dependencies are for development, because the Worker is bundled. */
function imported() {
  const files = readdirSync('src', { recursive: true }).filter((file) =>
    /^(?!local).*\.ts$/.test(file),
  )
  const names = files.flatMap((file) =>
    [...readFileSync(`src/${file}`, 'utf8').matchAll(/from '((?:@[^/']+\/)?[^./'][^/']*)/g)].map(
      ([, name]) => name,
    ),
  )
  return new Set(names.filter((name) => packages[`node_modules/${name}`]))
}

/** The packages, and those that they depend on. */
function withTheirs(names, known = new Set()) {
  for (const name of names) {
    if (known.has(name)) continue
    known.add(name)
    withTheirs(Object.keys(packages[`node_modules/${name}`]?.dependencies ?? {}), known)
  }
  return known
}

function read(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
