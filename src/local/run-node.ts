import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const projectFolder = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Runs a program with this Node in the project's folder. It gets PATH and HOME of the environment,
 * so that no secret reaches it.
 * @throws Error with the whole output when it fails.
 */
export async function runNode(args: string[], env: Record<string, string> = {}): Promise<void> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, args, {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, ...env },
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${args.join(' ')} failed:\n${printed}`)
}
