-- Sends as many requests at once as the first argument says, and tells the outcome as one line of JSON.
function init(args)
  local one = wrk.format("GET", "/plaintext")
  batch = string.rep(one, tonumber(args[1]))
end

function request()
  return batch
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('{"messages":%d,"micros":%d,"errors":%d,"p999Us":%d}\n', summary.requests,
    summary.duration, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(99.9)))
end
