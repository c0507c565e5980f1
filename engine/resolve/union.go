package resolve

// union is disjoint sets of places.
type union struct{ parent []uint32 }

func newUnion(n int) *union {
	u := &union{make([]uint32, n)}
	for i := range u.parent {
		u.parent[i] = uint32(i)
	}
	return u
}

func (u *union) find(i uint32) uint32 {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

// join puts two sets together under the smaller of their first places.
func (u *union) join(a, b uint32) {
	a, b = u.find(a), u.find(b)
	if a > b {
		a, b = b, a
	}
	u.parent[b] = a
}

// parts lists the sets, each sorted, by their first places.
func (u *union) parts() [][]uint32 {
	size := make([]uint32, len(u.parent))
	for i := range u.parent {
		size[u.find(uint32(i))]++
	}
	at := make([]int32, len(u.parent))
	var out [][]uint32
	flat := make([]uint32, 0, len(u.parent))
	for i, n := range size {
		if n > 0 {
			at[i] = int32(len(out))
			k := len(flat)
			flat = flat[:k+int(n)]
			out = append(out, flat[k:k:k+int(n)])
		}
	}
	for i := range u.parent {
		p := at[u.find(uint32(i))]
		out[p] = append(out[p], uint32(i))
	}
	return out
}
