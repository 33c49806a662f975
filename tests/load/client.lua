-- SPDX-License-Identifier: EUPL-1.2
-- Load clients for wrk: many different people. Arguments: case, file of what they ask for, number of sessions.
-- The file: for `thread` and `post` a thread's id a line, for `search` encoded words a line, for `directory` a query, for `post` a body first.
local case, things, sessions, body = nil, {}, 0, nil
local marker, sent = nil, 0

-- Each run and thread of wrk gets keys and random numbers of its own.
local function seed()
    local source = io.open("/dev/urandom", "rb")
    local bytes = { source:read(7):byte(1, -1) }
    source:close()
    local value = 0
    for _, byte in ipairs(bytes) do value = value * 256 + byte end
    marker = string.format("%.0f", value)
    math.randomseed(value % 2147483647)
end

function init(arguments)
    seed()
    case = arguments[1]
    sessions = tonumber(arguments[3])
    for line in io.lines(arguments[2]) do things[#things + 1] = line end
    if case == "post" then body = table.remove(things, 1) end
end

local function get(path)
    return "GET " .. path .. " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port ..
        "\r\nCookie: __Host-plaza=load-client-" .. math.random(sessions) .. "\r\n\r\n"
end

local function post(path)
    sent = sent + 1
    return "POST " .. path .. " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port ..
        "\r\nCookie: __Host-plaza=load-client-" .. math.random(sessions) ..
        "\r\nX-Plaza: 1\r\nIdempotency-Key: " .. marker .. "-" .. sent ..
        "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

function request()
    if case == "feed" then return get("/api/v1/feed") end
    if case == "bytes" then return get("/" .. things[1]) end
    local thing = things[math.random(#things)]
    if case == "thread" then return get("/api/v1/threads/" .. thing .. "?order=best&limit=50") end
    if case == "directory" then return get("/api/v1/people?" .. thing) end
    if case == "search" then return get("/api/v1/search?q=" .. thing) end
    return post("/api/v1/threads/" .. thing .. "/posts")
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '\nFIGURES {"requests": %d, "seconds": %f, "p50_ms": %f, "p99_ms": %f, "refused": %d, "broken": %d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
