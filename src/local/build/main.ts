import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeReference } from '../contract/reference'
import { projectFolder, readWorkerConfig } from '../start/project'
import { BUNDLING, bundleWorker } from './bundle'
import { PAGE_BUDGET, writePage } from './page'

/** The largest gzipped bundle, in bytes: start-up time grows with the size. */
const BUDGET_BYTES = 350_000

/**
 * The [build] command of `wrangler.toml`: writes the reference that the Worker serves and the page,
 * and compares the size of the bundle with its budget. A bundle above the budget is an error in CI
 * (`CI=true`), otherwise a warning, which does not block a deployment. A page above its budget is
 * always an error.
 */
async function main(): Promise<void> {
  if (process.env[BUNDLING]) return
  const assets = join(projectFolder, readWorkerConfig().assets.directory)
  await writeReference(assets)
  const page = await writePage(assets)
  const { script, style } = PAGE_BUDGET
  console.log(
    `Page: script ${kilobytes(page.script)} of ${kilobytes(script)} kB, style ${kilobytes(page.style)} of ${kilobytes(style)} kB gzipped.`,
  )
  const size = gzipSync(await bundleWorker()).length
  const share = `${kilobytes(size)} of ${kilobytes(BUDGET_BYTES)} kB gzipped`
  if (size <= BUDGET_BYTES) return console.log(`Bundle: ${share}.`)
  const message = `The bundle is larger than its budget: ${share}.`
  if (process.env.CI === 'true') throw new Error(message)
  console.warn(`Warning: ${message}`)
}

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1)

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
