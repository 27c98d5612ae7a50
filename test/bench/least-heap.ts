import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'

/** What a worker of the heap measurement groups. */
export interface HeapTask {
  legs: number
  how: 'whole' | 'in chunks' | 'facts alone'
}

const MOST = 512
const STEP = 4

async function workerCode(): Promise<string> {
  const built = await build({
    entryPoints: [new URL('./heap-worker.ts', import.meta.url).pathname],
    ...{ bundle: true, write: false, platform: 'node', format: 'cjs', logLevel: 'error' },
  })
  return built.outputFiles[0]?.text ?? ''
}

/** Whether a task ends within a heap of so many megabytes. */
function fits(code: string, task: HeapTask, megabytes: number): Promise<boolean> {
  const worker = new Worker(code, {
    eval: true,
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 4 },
  })
  return new Promise((resolve, reject) => {
    worker.on('exit', (code) => resolve(code === 0))
    worker.on('error', (error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(false)
      else reject(error)
    })
  })
}

/**
 * The smallest heap in which a task ends, in megabytes: its peak of live memory.
 */
export async function leastHeap(task: HeapTask): Promise<number> {
  const code = await workerCode()
  let [low, high] = [0, MOST]
  while (high - low > STEP) {
    const middle = (low + high) / 2
    if (await fits(code, task, middle)) high = middle
    else low = middle
  }
  return high
}
