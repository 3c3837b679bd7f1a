-- The steps of RedisStore: each call of this script is one step, and nothing else happens in Redis meanwhile.
--
-- The keys of a pool share a hash tag, so that a cluster has all of them in one place:
--
--   …:record:x   record x, a hash
--   …:pool       what the pool knows of itself, a hash
--   …:line       all records by the order of adding, a sorted set as the others
--   …:living     those that are not retired, by when they expire
--   …:free       the free ones, by their last use
--   …:in-turn    the free ones, by the order of adding
--   …:waiting    those that will be free by themselves, by when
--   …:steps:s    what the last steps of the store object s have told, a hash
--
-- A record whose time has come to be free, or to expire, is moved from one set to another by the next claim that meets it: once for each
-- such time, so that no step costs more if there are more records. Only `list`, `stats` and `prune` look at all of them.
--
-- Times are milliseconds of the server's clock. Numbers go out, and into Redis, as text: it would cut their fractions.

local RECORD, POOL, LINE, LIVING, FREE, IN_TURN, WAITING, STEPS = unpack(KEYS)
local STEP, NONCE, TICKET = unpack(ARGV, 1, 3)
local call = redis.call

-- What the step was given, by name.
local given = {}
for at = 4, #ARGV, 2 do given[ARGV[at]] = ARGV[at + 1] end

-- The version of this layout. Whoever changes it in a way that others don't understand makes it larger.
local VERSION = '1'
-- How long a damaged record rests, so that it is not looked at before all others again and again.
local DAMAGED_REST = 1000
-- How many records whose lease or rest has ended are put among the free ones by one claim. Of more, the next claims bring in the others.
local MOST_AT_ONCE = 1000
-- Of how many steps of a store object it is remembered what they have told, and for how long.
local STEPS_KEPT, STEPS_KEPT_FOR = 1000, 600000

local clock = call('TIME')
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
  local number = math.max(clock[1] * 1000000 + clock[2], (tonumber(last_number) or 0) + 1)
  last_number = text(number)
  call('HSET', POOL, 'version', VERSION, 'number', last_number)
  return number
end

-- Names and values one after the other, all of them text.
local function pairs_of(answer)
  local list, size = {}, 0
  for name, value in pairs(answer) do
    list[size + 1], list[size + 2] = name, type(value) == 'table' and value or tostring(value)
    size = size + 2
  end
  return list
end

-- A record -----------------------------------------------------------------------------------------------------------------------------

-- `fence`, `added` and `use`, the last one, are such numbers; the others are times, 0 for one that is over.
local NUMBERS = { 'fence', 'added', 'use', 'leaseEnd', 'restEnd', 'usableUntil' }

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

-- What a damaged record is among others: one that is not claimed, and why.
local function stand_in(id, flaw)
  return { id = id, reason = 'damaged: ' .. flaw, fence = 0, use = 0, leaseEnd = 0, restEnd = 0, usableUntil = now }
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

-- How long it is until a time; nothing if there is none.
local function until_time(at)
  return at and text(at - now)
end

local function is_held(record)
  return record ~= nil and record.leaseEnd > now and record.fence == tonumber(given.fence)
end

-- Puts a record that is free, or not, where it belongs by now.
local function place(record)
  local id, at = record.id, free_at(record)
  if at == now then
    call('ZADD', FREE, text(record.use), id)
    call('ZADD', IN_TURN, text(record.added), id)
  else
    call('ZREM', FREE, id)
    call('ZREM', IN_TURN, id)
  end
  if at and at > now then call('ZADD', WAITING, text(at), id) else call('ZREM', WAITING, id) end
end

-- Changes a record: what is named, and the state and the lifetime that the step was given, if any.
local function change(record, changes)
  changes.state = given.state
  if given.usableMs then changes.usableUntil = now + given.usableMs end
  local fields, size = {}, 0
  for name, value in pairs(changes) do
    fields[size + 1], fields[size + 2] = name, type(value) == 'number' and text(value) or value
    size = size + 2
    record[name] = value
  end
  if size > 0 then call('HSET', RECORD .. record.id, unpack(fields)) end
  if record.reason then
    call('ZREM', LIVING, record.id)
  elseif given.usableMs then
    call('ZADD', LIVING, text(record.usableUntil), record.id)
  end
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

local function described(record)
  return {
    id = record.id,
    status = status_of(record),
    reason = record.reason,
    owner = record.owner,
    fence = text(record.fence),
    usedMs = text(math.max(0, now - record.use / 1000)),
    usableMs = text(record.usableUntil - now),
    leaseMs = record.leaseEnd > now and text(record.leaseEnd - now) or nil,
    restMs = record.restEnd > now and text(record.restEnd - now) or nil,
  }
end

local function live_count()
  return call('ZCOUNT', LIVING, '(' .. text(now), '+inf')
end

-- The steps ----------------------------------------------------------------------------------------------------------------------------
-- Each is a function that is given the record with the id that the step was given, if there is one, and returns its answer; some also whose
-- state goes with it. Only the one that is asked for is made, which costs more than to call it.

local take_step

if STEP == 'open' then
  take_step = function()
    for _, key in ipairs(KEYS) do
      local kind = call('TYPE', key).ok
      local should = (key == POOL or key == STEPS) and 'hash' or 'zset'
      if kind ~= 'none' and kind ~= should then return { foreign = key, flaw = 'it is a ' .. kind } end
    end
    if not version then call('HSET', POOL, 'version', VERSION, 'name', given.name) end
    return {}
  end

elseif STEP == 'claim' then
  local function give(record)
    -- To whoever had it last and has released it. Of a claim that came late, after it was made again, its owner knows nothing.
    local is_known = record.owner == given.owner and record.leaseEnd == 0
    local number = next_number()
    change(record, { fence = number, use = number, owner = given.owner, leaseEnd = now + given.leaseMs })
    return { status = 'claimed', id = record.id, fence = text(record.fence) }, not is_known and record.id or nil
  end

  local function claim_one(record)
    local status = record and status_of(record) or 'missing'
    if status == 'free' then return give(record) end
    if status == 'missing' then return { status = status } end
    if status == 'retired' then return { status = 'retired', reason = record.reason } end
    if status == 'expired' then return { status = 'retired', reason = 'expired' } end
    return { status = 'none', nextMs = until_time(free_at(record)) }
  end

  local function pick()
    if given.pick == 'least-recently-used' then return call('ZRANGE', FREE, 0, 0)[1] end
    if given.pick == 'most-recently-used' then return call('ZRANGE', FREE, -1, -1)[1] end
    if given.pick == 'round-robin' then
      local behind = '(' .. text(tonumber(turn) or 0)
      return call('ZRANGEBYSCORE', IN_TURN, behind, '+inf', 'LIMIT', 0, 1)[1] or call('ZRANGE', IN_TURN, 0, 0)[1]
    end
    local count = call('ZCARD', FREE)
    local rank = count > 0 and math.random(count) - 1
    return rank and call('ZRANGE', FREE, rank, rank)[1]
  end

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
      local id = pick()
      while id do
        local record = read_whole(id)
        if record and status_of(record) == 'free' then return record end
        look_again(id)
        id = pick()
      end
    until #due == 0
  end

  take_step = function(record)
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

elseif STEP == 'add' then
  take_step = function(record)
    if record then return { status = 'exists' } end
    if given.maxPoolSize and live_count() >= tonumber(given.maxPoolSize) then return { status = 'full' } end
    local number = next_number()
    change({ id = given.id }, {
      id = given.id,
      fence = number,
      added = number,
      use = number,
      owner = given.owner,
      leaseEnd = given.owner and now + given.leaseMs or 0,
      restEnd = 0,
    })
    call('ZADD', LINE, text(number), given.id)
    return { status = 'added', fence = text(number) }
  end

elseif STEP == 'renew' then
  take_step = function(record)
    local held = is_held(record)
    if held then change(record, { leaseEnd = now + given.leaseMs }) end
    return { held = held, reason = record and record.reason }
  end

elseif STEP == 'release' then
  take_step = function(record)
    local held = is_held(record)
    if held then
      local reason = record.reason or given.reason
      change(record, { leaseEnd = 0, restEnd = now + given.restMs, use = next_number(), reason = reason })
    end
    return { held = held, reason = record and record.reason }
  end

elseif STEP == 'retire' then
  take_step = function(record)
    local held = is_held(record)
    if record then
      if not held then given.state = nil end
      change(record, { reason = record.reason or given.reason })
    end
    return { found = record ~= nil, reason = record and record.reason, held = given.fence and held }
  end

elseif STEP == 'reset' then
  take_step = function(record)
    local is_same = record ~= nil and record.fence == tonumber(given.fence)
    if is_same then
      record.owner, record.reason = nil, nil
      change(record, { fence = next_number(), leaseEnd = 0, restEnd = 0 })
      call('HDEL', RECORD .. record.id, 'owner', 'reason')
    end
    return { done = is_same }
  end

elseif STEP == 'remove' then
  take_step = function() return { done = drop(given.id) } end

elseif STEP == 'prune' then
  take_step = function()
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

elseif STEP == 'get' then
  take_step = function(record)
    if not record then return {} end
    return described(record), record.id
  end

elseif STEP == 'list' then
  take_step = function()
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

elseif STEP == 'stats' then
  take_step = function()
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
    return {
      free = counts.free or 0,
      inUse = counts['in use'] or 0,
      cooling = counts.cooling or 0,
      expired = counts.expired or 0,
      retired = pairs_of(reasons),
      nextMs = until_time(next_at),
    }
  end
end

local function made_step()
  if version and version ~= VERSION then return { version = version, known = VERSION } end
  local record, flaw
  if given.id and STEP ~= 'remove' then record, flaw = read_whole(given.id) end
  if flaw then return { damaged = given.id, flaw = flaw } end
  return take_step(record)
end

-- A client may send a step again whose answer was lost: it is told again what it was told. Each step takes the place of an old one.
local answer, whose
local place_kept = TICKET % STEPS_KEPT
local kept = call('HGET', STEPS, place_kept)
local kept_ticket, told = (kept or ''):match('^(%d+) (.*)$')
if kept_ticket == TICKET then
  answer, whose = unpack(cjson.decode(told))
else
  answer, whose = made_step()
  if has_changed then
    local is_new = call('HSET', STEPS, place_kept, TICKET .. ' ' .. cjson.encode({ answer, whose })) == 1
    if is_new or place_kept % 100 == 0 then call('PEXPIRE', STEPS, STEPS_KEPT_FOR) end
  end
end
if whose then answer.state = call('HGET', RECORD .. whose, 'state') or nil end
-- Ahead of the answer stands whose it is: a connection may have mixed them up.
return { NONCE, pairs_of(answer) }
