package store

// bloom tells whether a hash was surely not added before. It grows by layers,
// each twice as large as the one before, at 16 bits an entry: with 6 probes a
// layer says "perhaps" wrongly once in 1,000 times or less, and each such
// answer costs one look into the store. Ten million ids take 30 to 60 MB; a
// map of them would take 300.
type bloom struct {
	layers [][]uint64
	room   int // entries that the last layer still takes
}

const (
	bloomFirst  = 1 << 12 // entries of the first layer
	bloomBits   = 16
	bloomProbes = 6
)

func newBloom() *bloom { return &bloom{} }

// add adds h and reports whether it may have been there before.
func (b *bloom) add(h uint64) bool {
	for _, layer := range b.layers {
		if probe(layer, h, false) {
			return true
		}
	}
	if b.room == 0 {
		b.room = bloomFirst << len(b.layers)
		b.layers = append(b.layers, make([]uint64, b.room*bloomBits/64))
	}
	b.room--
	probe(b.layers[len(b.layers)-1], h, true)
	return false
}

// probe tells whether all bits of h are set in a layer, whose length is a
// power of two, and sets them where asked.
func probe(layer []uint64, h uint64, set bool) bool {
	mask := uint64(len(layer))*64 - 1
	step := h>>32 | 1
	all := true
	for range bloomProbes {
		i := h & mask
		all = all && layer[i/64]&(1<<(i%64)) != 0
		if set {
			layer[i/64] |= 1 << (i % 64)
		}
		h += step
	}
	return all
}
