package resolve

import (
	"runtime/debug"
	"runtime/metrics"
)

// garbageRoom is how many bytes of garbage may gather, about, before a run from
// scratch has it collected. A collection looks through all that is live, so its
// cost does not depend on how much it frees: at a fixed fifth of what is live
// 300,000 parties were looked through some sixty times, a sixth of all
// processor time.
const garbageRoom = 512 << 20

// leastGarbage and mostGarbage bound that, in per cent of what is live. The most
// is what Go itself lets gather; a million parties would take twice their own
// memory under it.
const leastGarbage, mostGarbage = 20, 100

// collector adapts how often garbage is collected to what is live.
type collector struct {
	before int // per cent, before the run
	live   []metrics.Sample
}

func newCollector() *collector {
	c := &collector{live: []metrics.Sample{{Name: "/gc/heap/live:bytes"}}}
	c.before = debug.SetGCPercent(c.percent())
	return c
}

// adapt is to be called now and then while the live memory changes. It costs
// some microseconds.
func (c *collector) adapt() { debug.SetGCPercent(c.percent()) }

// percent is the room by what was live after the last collection.
func (c *collector) percent() int {
	metrics.Read(c.live)
	if c.live[0].Value.Kind() != metrics.KindUint64 {
		return leastGarbage
	}
	return int(min(max(100*garbageRoom/max(c.live[0].Value.Uint64(), 1), leastGarbage), mostGarbage))
}

// end puts back what was set before the run.
func (c *collector) end() { debug.SetGCPercent(c.before) }
