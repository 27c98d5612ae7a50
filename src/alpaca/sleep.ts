/** Waits a number of milliseconds. Tests pass a function that does not wait. */
export const sleepFor = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds))
