import { spawnSync } from 'node:child_process'
import { bundled } from './bundled'

/**
 * Runs a module of the bench in a bundle like that of the Worker.
 *
 * @throws Error if the module fails.
 */
export async function runAsDeployed(name: string): Promise<void> {
  const file = await bundled(name)
  const { status } = spawnSync(process.execPath, ['--expose-gc', file], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`the bench of ${name} failed`)
}
