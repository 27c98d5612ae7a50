import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeReference } from '../contract/reference'
import { projectFolder, readWorkerConfig } from '../start/project'
import { bundleWorker } from './bundle'

/** What may be uploaded, gzipped: start-up time grows with every byte. */
const BUDGET_BYTES = 250_000

/** Writes the Worker and its reference where `wrangler.toml` looks for them, and fails when it outgrows its budget. */
async function main(): Promise<void> {
  const { code, map } = await bundleWorker()
  const config = readWorkerConfig()
  const file = join(projectFolder, config.main)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, `${code}\n//# sourceMappingURL=index.js.map\n`)
  await writeFile(`${file}.map`, map)
  await writeReference(join(projectFolder, config.assets.directory))
  const size = gzipSync(code).length
  const share = `${kilobytes(size)} of ${kilobytes(BUDGET_BYTES)} kB gzipped`
  if (size > BUDGET_BYTES) throw new Error(`The bundle outgrew its budget: ${share}.`)
  console.log(`Bundle: ${share}.`)
}

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1)

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
