import { describe, expect, it } from 'vitest'
import { readConnectionString } from '../../../src/db/connection/connection-string'

/** A part of every refused string that no message may quote. */
const SECRET = 'hush'

const location = (text: string) => {
  const read = readConnectionString(text)
  if ('problem' in read) throw new Error(read.problem)
  return read.location
}

describe('a host of Neon', () => {
  it.each([
    'ep-x.eu-central-1.aws.neon.tech',
    'ep-x-pooler.eu-central-1.aws.neon.tech',
    'ep-x.c-2.us-east-2.aws.neon.tech',
    'ep-x.westus3.azure.neon.tech',
    'ep-x.us-east-2.aws.neon.build',
    'EP-X.Eu-Central-1.AWS.Neon.Tech',
    'ep-x.aws.neon.tech.',
    'ep-x.aws.neon.tech:5432',
  ])('is %s, with or without options', (host) => {
    expect(location(`postgresql://me:p@${host}/db`).isNeon).toBe(true)
    const options = '?sslmode=require&channel_binding=require&options=endpoint%3Dep-x'
    expect(location(`postgres://me:p@${host}/db${options}`).isNeon).toBe(true)
  })

  it.each([
    'neon.tech',
    'neon.build',
    'neon.tech.evil.com',
    'ep-x.aws.neon.tech.evil.com',
    'evilneon.tech',
    'ep-x.evilneon.tech',
    'ep-x.neon.techno',
    'ep-x-neon.tech',
    'ep-x.neon.com',
    'a,ep-x.aws.neon.tech',
    'db.mycompany.com',
    'DB.MYCOMPANY.COM.',
    'localhost',
    '127.0.0.1:5433',
    '0x7f.1',
    '2130706433',
    '[::1]:5433',
    '[2001:db8::1]',
  ])('is not %s', (host) => {
    expect(location(`postgresql://me:p@${host}/db`).isNeon).toBe(false)
  })
})

describe('a connection string', () => {
  it('is read as the driver reads it: host in lower case, port 5432 where none is given', () => {
    expect(location('postgresql://me:p%23%2F@DB.Example.com/my%20db')).toEqual({
      host: 'db.example.com',
      port: '5432',
      database: 'my db',
      isNeon: false,
    })
    expect(location('postgres://me@0x7f.1:6543/db')).toMatchObject({
      host: '127.0.0.1',
      port: '6543',
    })
  })

  it.each([
    ["psql 'postgresql://me:hush@ep-x.neon.tech/db'", 'leave out psql and the quotes'],
    ['psql postgresql://me:hush@ep-x.neon.tech/db', 'leave out psql and the quotes'],
    ["'postgresql://me:hush@ep-x.neon.tech/db'", 'quotes around it'],
    ['"postgresql://me:hush@ep-x.neon.tech/db"', 'quotes around it'],
    ['postgresql://me:hush#x@ep-x.neon.tech/db', '# as %23'],
    ['postgresql://me:hush/x@ep-x.neon.tech/db', '/ as %2F'],
    ['postgresql://me:hush?x@ep-x.neon.tech/db', '? as %3F'],
    ['postgresql://me:1/hush@ep-x.neon.tech/db', 'percent-encode'],
    ['postgresql://me:1#hush@ep-x.neon.tech/db', 'percent-encode'],
    ['postgresql://me:a@b/hush@ep-x.neon.tech/db', 'percent-encode'],
    ['postgresql://me:hush%zz@ep-x.neon.tech/db', '% as %25'],
    ['postgresql://me:hush%ff@ep-x.neon.tech/db', '% as %25'],
    ['postgresql://me:hush%00@ep-x.neon.tech/db', '% as %25'],
    ['postgresql://me:hush@evil.com\\@ep-x.neon.tech/db', 'percent-encode'],
    ['postgresql://me:hush@evil.com%2f.neon.tech/db', 'must be a URL'],
    ['postgresql://me:hush@ep-x.neon.tech/db#part', 'must be a URL'],
    ['postgresql://me:hush@host:99999/db', 'must be a URL'],
    ['postgresql://me:hush@/db', 'must be a URL'],
    ['postgresql://hush.neon.tech/db', 'names no user'],
    ['postgresql://me:hush@ep-x.neon.tech', 'the name of one database'],
    ['postgresql://me:hush@ep-x.neon.tech/', 'the name of one database'],
    ['postgresql://me:hush@ep-x.neon.tech/a/b', 'the name of one database'],
    ['postgresql://me:hu sh@ep-x.neon.tech/db', 'space'],
    ['postgresql://me:hush\n@ep-x.neon.tech/db', 'line break'],
    ['postgresql://me:hush@ep-x.neon.tech/db?host=db.mycompany.com', 'a second time'],
    ['postgresql://me@ep-x.neon.tech/db?password=hush', 'a second time'],
    ['mysql://me:hush@ep-x.neon.tech/db', 'must be a URL such as postgresql://'],
    ['DATABASE_URL=postgresql://me:hush@ep-x.neon.tech/db', 'must be a URL such as postgresql://'],
    ['hush', 'must be a URL such as postgresql://'],
  ])('that cannot be used is refused in words that quote nothing of it: %s', (text, words) => {
    const read = readConnectionString(text)
    if (!('problem' in read)) throw new Error('this string is good')
    expect(read.problem).toContain(words)
    expect(read.problem).not.toMatch(new RegExp(`${SECRET}|ep-x|evil|mycompany`))
  })
})
