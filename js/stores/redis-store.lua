-- The steps of RedisStore: each call of this script is one step, and nothing else happens in Redis meanwhile.
--
-- The keys of a pool. Their names share a hash tag, so that a cluster has all of them in one place:
--
--   …:record:x   record x, a hash
--   …:pool       what the pool knows of itself, a hash
--   …:line       all records by the order of adding, a sorted set as the others
--   …:living     those that are not retired, by when they expire
--   …:free       the free ones, by their last use
--   …:in-turn    the free ones, by the order of adding
--   …:waiting    those that will be free by themselves, by when
--   …:steps:s    what the last steps of the store object s have told, by their numbers
--
-- A record whose time has come to be free, or to expire, is moved from one set to another by the next claim that meets it: once for each
-- such time, so that no step costs more if there are more records. Only `list`, `stats` and `prune` look at all of them.
--
-- Times are milliseconds of the server's clock. Numbers go out and into Redis as text: it would cut their fractions.

local RECORD, POOL, LINE, LIVING, FREE, IN_TURN, WAITING, STEPS = unpack(KEYS)
local STEP, NONCE, TICKET, OLDEST = unpack(ARGV, 1, 4)
local call = redis.call

-- What the step was given, by name.
local given = {}
for at = 5, #ARGV, 2 do given[ARGV[at]] = ARGV[at + 1] end

-- The version of this layout. Whoever changes it in a way that others don't understand makes it larger.
local VERSION = 1
-- How long a damaged record rests, so that it is not looked at before all others again and again.
local DAMAGED_REST = 1000
-- How many records are put among the free ones before one of them is chosen, unless there is none yet.
local MOST_AT_ONCE = 1000
-- How long it is remembered what steps have told.
local REMEMBERED = 600000

local clock = call('TIME')
local micros = clock[1] * 1000000 + clock[2]
local now = clock[1] * 1000 + clock[2] / 1000

local version, last_number, turn = unpack(call('HMGET', POOL, 'version', 'number', 'turn'))

-- Whether this step has changed a record.
local has_changed = false

local function text(number)
  return string.format(number % 1 == 0 and '%.0f' or '%.3f', number)
end

-- Fences, places in the line and uses are numbered alike. A number is the time in microseconds, or one more than the last: so they grow even
-- if the server has lost its data, or the last of it.
local function next_number()
  local number = math.max(micros, (tonumber(last_number) or 0) + 1)
  last_number = text(number)
  call('HSET', POOL, 'version', VERSION, 'number', last_number)
  return number
end

-- ---------------------------------------------------------------------------------------------------------------------------------------
-- A record

local NUMBERS = { 'fence', 'added', 'use', 'usedAt', 'leaseEnd', 'restEnd', 'usableUntil' }

-- Reads a record, but for its state. If there is none: nothing. If somebody has damaged it: nothing, and what is wrong with it.
local function read(id)
  local values = redis.pcall('HMGET', RECORD .. id, 'id', 'owner', 'reason', unpack(NUMBERS))
  if values.err then return nil, 'its key is no hash' end
  if not values[1] and call('EXISTS', RECORD .. id) == 0 then return nil end
  if values[1] ~= id then return nil, 'it has another id' end
  local record = { id = id, owner = values[2] or nil, reason = values[3] or nil }
  for at, name in ipairs(NUMBERS) do
    local number = tonumber(values[at + 3] or '')
    -- Neither NaN nor infinite.
    if not number or number - number ~= 0 then return nil, name .. ' is no number' end
    record[name] = number
  end
  if record.fence % 1 ~= 0 then return nil, 'fence is no whole number' end
  return record
end

-- The same, and it has a state.
local function read_whole(id)
  local record, flaw = read(id)
  if record and call('HEXISTS', RECORD .. id, 'state') == 0 then return nil, 'it has no state' end
  return record, flaw
end

local function status_of(record)
  if record.reason then return 'retired' end
  if record.leaseEnd > now then return 'in use' end
  if record.usableUntil <= now then return 'expired' end
  if record.restEnd > now then return 'cooling' end
  return 'free'
end

-- When it will be free if nobody does anything; nothing if never.
local function free_at(record)
  local at = math.max(now, record.leaseEnd, record.restEnd)
  if not record.reason and at < record.usableUntil then return at end
end

local function is_held(record)
  return record.leaseEnd > now and record.fence == tonumber(given.fence)
end

-- Puts a record into the sets in which it belongs by now.
local function place(record)
  local id, at = record.id, free_at(record)
  if record.reason then call('ZREM', LIVING, id) else call('ZADD', LIVING, text(record.usableUntil), id) end
  if at == now then
    call('ZADD', FREE, text(record.use), id)
    call('ZADD', IN_TURN, text(record.added), id)
  else
    call('ZREM', FREE, id)
    call('ZREM', IN_TURN, id)
  end
  if at and at > now then call('ZADD', WAITING, text(at), id) else call('ZREM', WAITING, id) end
end

-- Writes a record, with the state and the lifetime that the step was given, if any.
local function save(record)
  if given.usableMs then record.usableUntil = now + given.usableMs end
  local fields = {}
  local function set(name, value)
    fields[#fields + 1] = name
    fields[#fields + 1] = value
  end
  for _, name in ipairs({ 'id', 'owner', 'reason' }) do if record[name] then set(name, record[name]) end end
  for _, name in ipairs(NUMBERS) do set(name, text(record[name])) end
  if given.state then set('state', given.state) end
  call('HSET', RECORD .. record.id, unpack(fields))
  place(record)
  has_changed = true
end

-- Removes all that there is of a record. Returns whether there was one.
local function drop(id)
  local count = call('DEL', RECORD .. id)
  for _, set in ipairs({ LINE, LIVING, FREE, IN_TURN, WAITING }) do call('ZREM', set, id) end
  has_changed = has_changed or count > 0
  return count > 0
end

local function lease(record, owner, ms)
  record.fence = next_number()
  record.use = record.fence
  record.usedAt = now
  record.owner = owner
  record.leaseEnd = now + ms
end

local function described(record)
  local answer = {
    id = record.id,
    status = status_of(record),
    reason = record.reason,
    owner = record.owner,
    fence = text(record.fence),
    usedMs = text(now - record.usedAt),
    usableMs = text(record.usableUntil - now),
  }
  if record.leaseEnd > now then answer.leaseMs = text(record.leaseEnd - now) end
  if record.restEnd > now then answer.restMs = text(record.restEnd - now) end
  return answer
end

-- What a damaged record is among others: one that is not claimed, and why.
local function stand_in(id, flaw)
  return { id = id, reason = 'damaged: ' .. flaw, fence = 0, usedAt = now, leaseEnd = 0, restEnd = 0, usableUntil = now }
end

-- Names and values one after the other, all of them text.
local function pairs_of(answer)
  local list = {}
  for name, value in pairs(answer) do
    list[#list + 1] = name
    list[#list + 1] = type(value) == 'table' and value or tostring(value)
  end
  return list
end

local function damaged(id, flaw)
  return { damaged = id, flaw = flaw }
end

-- ---------------------------------------------------------------------------------------------------------------------------------------
-- Which record is claimed

local picks = {
  ['least-recently-used'] = function() return call('ZRANGE', FREE, 0, 0)[1] end,
  ['most-recently-used'] = function() return call('ZRANGE', FREE, -1, -1)[1] end,
  ['round-robin'] = function()
    return call('ZRANGEBYSCORE', IN_TURN, '(' .. text(tonumber(turn) or 0), '+inf', 'LIMIT', 0, 1)[1] or call('ZRANGE', IN_TURN, 0, 0)[1]
  end,
  random = function()
    local count = call('ZCARD', FREE)
    if count == 0 then return nil end
    local rank = math.random(count) - 1
    return call('ZRANGE', FREE, rank, rank)[1]
  end,
}

-- Looks at a record again that is in some set, and puts it where it belongs.
local function look_again(id)
  local record, flaw = read_whole(id)
  if record then
    place(record)
  elseif flaw then
    call('ZADD', WAITING, text(now + DAMAGED_REST), id)
    call('ZREM', FREE, id)
    call('ZREM', IN_TURN, id)
  else
    drop(id)
  end
end

-- The free record that is next; nothing if none is free.
local function choose()
  math.randomseed(tonumber(given.random))
  repeat
    local due = call('ZRANGEBYSCORE', WAITING, '-inf', text(now), 'LIMIT', 0, MOST_AT_ONCE)
    for _, id in ipairs(due) do look_again(id) end
    local id = picks[given.pick]()
    while id do
      local record = read_whole(id)
      if record and status_of(record) == 'free' then return record end
      look_again(id)
      id = picks[given.pick]()
    end
  until #due == 0
end

local function live_count()
  return call('ZCOUNT', LIVING, '(' .. text(now), '+inf')
end

-- How long it is until a time; nothing if there is none.
local function until_time(at)
  return at and text(math.max(0, at - now))
end

-- ---------------------------------------------------------------------------------------------------------------------------------------
-- The steps. Each is given the record with the id that it was given, if there is one, and returns its answer; `claim` and `get` also return
-- whose state goes with it.

local steps = {}

function steps.open()
  for _, key in ipairs(KEYS) do
    local kind = call('TYPE', key).ok
    local should = key == POOL and 'hash' or 'zset'
    if kind ~= should and kind ~= 'none' then return { foreign = key, flaw = kind } end
  end
  if not version then call('HSET', POOL, 'version', VERSION, 'name', given.name) end
  return {}
end

local function give(record)
  local is_known = record.owner == given.owner
  lease(record, given.owner, given.leaseMs)
  save(record)
  return { status = 'claimed', id = record.id, fence = text(record.fence) }, not is_known and record.id or nil
end

local function claim_one(record)
  if not record then return { status = 'missing' } end
  local status = status_of(record)
  if status == 'free' then return give(record) end
  if status == 'retired' then return { status = 'retired', reason = record.reason } end
  if status == 'expired' then return { status = 'retired', reason = 'expired' } end
  return { status = 'none', nextMs = until_time(free_at(record)) }
end

function steps.claim(record)
  if given.id then return claim_one(record) end
  record = choose()
  if record then
    if given.pick == 'round-robin' then call('HSET', POOL, 'turn', text(record.added)) end
    return give(record)
  end
  local answer = { status = 'none', nextMs = until_time(call('ZRANGE', WAITING, 0, 0, 'WITHSCORES')[2]) }
  if given.maxPoolSize then answer.hasRoom = live_count() < tonumber(given.maxPoolSize) end
  return answer
end

function steps.add(record)
  if record then return { status = 'exists' } end
  if given.maxPoolSize and live_count() >= tonumber(given.maxPoolSize) then return { status = 'full' } end
  local number = next_number()
  record = { id = given.id, fence = number, added = number, use = number, usedAt = now, leaseEnd = 0, restEnd = 0 }
  if given.owner then lease(record, given.owner, given.leaseMs) end
  save(record)
  call('ZADD', LINE, text(number), record.id)
  return { status = 'added', fence = text(record.fence) }
end

function steps.renew(record)
  local held = record ~= nil and is_held(record)
  if held then
    record.leaseEnd = now + given.leaseMs
    save(record)
  end
  return { held = held, reason = record and record.reason }
end

function steps.release(record)
  local held = record ~= nil and is_held(record)
  if held then
    record.leaseEnd = 0
    record.restEnd = now + given.restMs
    record.usedAt = now
    record.use = next_number()
    record.reason = record.reason or given.reason
    save(record)
  end
  return { held = held, reason = record and record.reason }
end

function steps.retire(record)
  local held = record ~= nil and is_held(record)
  if record then
    record.reason = record.reason or given.reason
    if not held then given.state = nil end
    save(record)
  end
  return { found = record ~= nil, reason = record and record.reason, held = given.fence and held }
end

function steps.reset(record)
  local is_same = record ~= nil and record.fence == tonumber(given.fence)
  if is_same then
    record.fence = next_number()
    record.leaseEnd, record.restEnd = 0, 0
    record.owner, record.reason = nil, nil
    save(record)
    call('HDEL', RECORD .. record.id, 'owner', 'reason')
  end
  return { done = is_same }
end

function steps.remove()
  return { done = drop(given.id) }
end

function steps.prune()
  local count = 0
  for _, id in ipairs(call('ZRANGE', LINE, 0, -1)) do
    local record = read(id)
    if record and record.leaseEnd <= now and (record.reason or record.usableUntil <= now) then
      drop(id)
      count = count + 1
    end
  end
  return { count = text(count) }
end

function steps.get(record)
  if not record then return {} end
  return described(record), record.id
end

function steps.list()
  local after = given.after and '(' .. given.after or '-inf'
  local found = call('ZRANGEBYSCORE', LINE, after, '+inf', 'WITHSCORES', 'LIMIT', 0, given.limit + 1)
  local records, count = {}, math.min(#found / 2, tonumber(given.limit))
  for at = 1, count do
    local id = found[2 * at - 1]
    local record, flaw = read_whole(id)
    record = record or flaw and stand_in(id, flaw)
    if record then
      local answer = described(record)
      if given.withState == 'true' and not flaw then answer.state = call('HGET', RECORD .. id, 'state') end
      records[#records + 1] = pairs_of(answer)
    end
  end
  -- One more tells whether there is a next page.
  return { records = records, next = #found / 2 > count and count > 0 and text(tonumber(found[2 * count])) or nil }
end

function steps.stats()
  local counts, reasons, next_at = {}, {}, nil
  for _, id in ipairs(call('ZRANGE', LINE, 0, -1)) do
    local record, flaw = read(id)
    record = record or flaw and stand_in(id, flaw)
    if record then
      local status, at = status_of(record), free_at(record)
      counts[status] = (counts[status] or 0) + 1
      if status == 'retired' then reasons[record.reason] = (reasons[record.reason] or 0) + 1 end
      if at and (not next_at or at < next_at) then next_at = at end
    end
  end
  local function count(status) return text(counts[status] or 0) end
  return {
    free = count('free'),
    inUse = count('in use'),
    cooling = count('cooling'),
    expired = count('expired'),
    retired = pairs_of(reasons),
    nextMs = until_time(next_at),
  }
end

-- ---------------------------------------------------------------------------------------------------------------------------------------
-- A client may send a step again whose answer was lost. It is told again what it was told, until it says by the number of its oldest step
-- without an answer that it knows.

local function take_step()
  if version and version ~= text(VERSION) then return { version = version, known = VERSION } end
  local record, flaw
  if given.id and STEP ~= 'remove' then record, flaw = read_whole(given.id) end
  if flaw then return damaged(given.id, flaw) end
  return steps[STEP](record)
end

local answer, whose
local told = call('ZRANGEBYSCORE', STEPS, TICKET, TICKET)[1]
if told then
  answer, whose = unpack(cjson.decode(told:sub(#TICKET + 2)))
else
  answer, whose = take_step()
  if has_changed then
    call('ZREMRANGEBYSCORE', STEPS, '-inf', '(' .. OLDEST)
    call('ZADD', STEPS, TICKET, TICKET .. ' ' .. cjson.encode({ answer, whose }))
    call('PEXPIRE', STEPS, REMEMBERED)
  end
end
if whose then answer.state = call('HGET', RECORD .. whose, 'state') or nil end
-- Ahead of the answer stands whose it is: a connection may have mixed them up.
return { NONCE, pairs_of(answer) }
