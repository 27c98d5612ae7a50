import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/**
 * Runs a module of the bench, bundled as the Worker is. What runs TypeScript as it stands names every function each time that it
 * is made, which the Worker does not.
 *
 * @throws when it fails.
 */
export async function runAsDeployed(name: string): Promise<void> {
  const outfile = pathOf(`../../dist/bench/${name}.mjs`)
  await build({
    entryPoints: [pathOf(`./${name}.ts`)],
    outfile,
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' },
  })
  const { status } = spawnSync(process.execPath, ['--expose-gc', outfile], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`the bench of ${name} failed`)
}
