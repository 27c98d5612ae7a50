import { spawn } from 'node:child_process'
import { build } from 'esbuild'

/** What a process of the heap measurement groups. */
export interface HeapTask {
  legs: number
  how: 'whole' | 'in chunks' | 'facts alone'
}

const MOST = 512
const STEP = 4

async function taskCode(): Promise<string> {
  const built = await build({
    entryPoints: [new URL('./heap-task.ts', import.meta.url).pathname],
    ...{ bundle: true, write: false, platform: 'node', format: 'cjs', logLevel: 'error' },
  })
  return built.outputFiles[0]?.text ?? ''
}

/**
 * Whether a task ends within a heap of so many megabytes. It has a process of its own, because V8
 * can end the whole process where a heap is far too small.
 *
 * @throws when the task fails for another reason.
 */
function fits(code: string, task: HeapTask, megabytes: number): Promise<boolean> {
  const limits = [`--max-old-space-size=${megabytes}`, '--max-semi-space-size=1']
  const child = spawn(process.execPath, [...limits, '-', JSON.stringify(task)], {
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (text) => {
    errors += text
  })
  // A process that ends early does not read all of its code.
  child.stdin.on('error', () => {})
  child.stdin.end(code)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exit, signal) => {
      if (exit === 0) resolve(true)
      else if (signal !== null) resolve(false)
      else reject(new Error(errors))
    })
  })
}

/**
 * The smallest heap in which a task ends, in megabytes: its peak of live memory.
 */
export async function leastHeap(task: HeapTask): Promise<number> {
  const code = await taskCode()
  let [low, high] = [0, MOST]
  while (high - low > STEP) {
    const middle = (low + high) / 2
    if (await fits(code, task, middle)) high = middle
    else low = middle
  }
  return high
}
