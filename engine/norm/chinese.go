package norm

func cantonese(out []byte, run string) []byte { return han(out, run) }

func wadeGiles(out []byte, run string) []byte { return han(out, run) }
