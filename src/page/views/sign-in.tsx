import { useState } from 'preact/hooks'
import { createClient, LegbookError } from '../../client/index.js'
import { farewell, signIn } from '../data/session'

/** Asks for the token, and checks it before it is kept. */
export function SignIn() {
  const [problem, setProblem] = useState<string | null>(farewell.value)
  const [isChecking, setChecking] = useState(false)

  async function check(token: string, keep: boolean) {
    setChecking(true)
    try {
      await createClient({ url: location.origin, token }).get('/me')
      signIn(token, keep)
    } catch (error) {
      setProblem(
        error instanceof LegbookError ? error.message : 'The API cannot be reached. Try again.',
      )
    } finally {
      setChecking(false)
    }
  }

  return (
    <main class="sign-in" id="main">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const given = new FormData(event.currentTarget)
          check(String(given.get('token')).trim(), given.has('keep'))
        }}
      >
        <h1>
          <img src="/icon.svg" width="28" height="28" alt="" /> legbook
        </h1>
        <p class="dim">What your trades made, proved against the broker.</p>
        <label class="field">
          Token
          <input
            name="token"
            type="password"
            required
            autocomplete="current-password"
            spellcheck={false}
            aria-describedby={problem ? 'sign-in-problem' : undefined}
          />
        </label>
        <label class="check">
          <input type="checkbox" name="keep" /> Keep on this device
        </label>
        <button type="submit" class="main" disabled={isChecking}>
          Sign in
        </button>
        {problem && (
          <p class="warn" id="sign-in-problem" role="alert">
            {problem}
          </p>
        )}
        <p class="dim">
          The token is the API_TOKEN of the Worker, or the one that <code>npm start</code> prints.
          It stays in this tab unless you keep it.
        </p>
      </form>
    </main>
  )
}
