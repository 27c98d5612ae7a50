/** Waits so many milliseconds: what a run does unless a test waits for it. */
export const sleepFor = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds))
