// Asks the registry for known holes in what the Worker is made of. Exit code 0: none of high or critical severity; 1: some;
// 2: nobody answered, so nothing is known.
import { spawnSync } from 'node:child_process'

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' })
const counts = read(stdout)?.metadata?.vulnerabilities
if (counts === undefined) {
  console.log(`the registry does not answer audits: ${read(stdout)?.statusCode ?? 'no answer'}`)
  process.exitCode = 2
} else {
  const grave = counts.high + counts.critical
  console.log(`${grave} high or critical, ${counts.total - grave} lesser ones`)
  if (grave > 0) console.log(stdout)
  process.exitCode = grave > 0 ? 1 : 0
}

function read(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
