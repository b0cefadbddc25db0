using System.Text;

namespace Netra.Testing;

/// <summary>
/// Makes inputs out of others: flips bits, cuts, repeats, splices, nests, breaks UTF-8, puts words of a dictionary and numbers at the edges. The same random numbers
/// make the same input.
/// </summary>
/// <param name="corpus">What to splice with.</param>
/// <param name="words">What the target's language is made of.</param>
internal sealed class FuzzMutator(IReadOnlyList<byte[]> corpus, params string[] words)
{
    private const int MaxBytes = 64 * 1024;
    private const int Ways = 12;

    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "00", "1.0", "1e3", "1e400", "-1e-400", "1e99999999999", "4294967296", "9007199254740991", "9007199254740992", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551616", "99999999999999999999999999999999", "NaN",
    ];

    private static readonly (string Open, string Close)[] Brackets = [("[", "]"), ("{\"a\":", "}"), ("{", "}"), ("{\"payload\":", "}")];

    /// <summary>Depths beside the edges of what the protocol allows, and far beyond.</summary>
    private static readonly int[] Depths = [1, 2, 58, 60, 61, 62, 63, 64, 65, 66, 1_000];

    /// <summary>Overlong, a surrogate, beyond Unicode, what is no first byte, what is cut, a byte order mark, zero.</summary>
    private static readonly byte[][] BadUtf8 =
        [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xEF, 0xBB, 0xBF], [0]];

    /// <summary>The input after some changes, mostly few; sometimes none.</summary>
    public byte[] Mutate(byte[] input, Random random)
    {
        for (var changes = random.Next(8) == 0 ? random.Next(20) : random.Next(4); changes > 0; changes--) input = Change(input, random);
        return input.Length <= MaxBytes ? input : input[..MaxBytes];
    }

    private byte[] Change(byte[] input, Random random)
    {
        var (from, to) = Range(input, random);
        return random.Next(Ways) switch
        {
            0 => Flip(input, random),
            1 => Set(input, (byte)random.Next(256), random),
            2 => [.. input[..from], .. Word(random), .. input[from..]],
            3 => [.. input[..from], .. Word(random), .. input[to..]],
            4 => [.. input[..from], .. input[to..]],
            5 => input[..from],
            6 => [.. input[..to], .. input[from..]],
            7 => Splice(input, random),
            8 => Nest(input, from, to, random),
            9 => [.. input[..from], .. BadUtf8[random.Next(BadUtf8.Length)], .. input[from..]],
            10 => PutNumber(input, random),
            _ => SwapCase(input, from, to),
        };
    }

    /// <summary>A part of the input, mostly a short one.</summary>
    private static (int From, int To) Range(byte[] input, Random random)
    {
        var from = random.Next(input.Length + 1);
        var length = random.Next(4) == 0 ? random.Next(input.Length + 1) : random.Next(9);
        return (from, Math.Min(input.Length, from + length));
    }

    private static byte[] Flip(byte[] input, Random random)
    {
        if (input.Length == 0) return input;
        byte[] flipped = [.. input];
        flipped[random.Next(input.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private static byte[] Set(byte[] input, byte value, Random random)
    {
        if (input.Length == 0) return [value];
        byte[] changed = [.. input];
        changed[random.Next(input.Length)] = value;
        return changed;
    }

    private byte[] Splice(byte[] input, Random random)
    {
        if (corpus.Count == 0) return input;
        var other = corpus[random.Next(corpus.Count)];
        return [.. input[..random.Next(input.Length + 1)], .. other[random.Next(other.Length + 1)..]];
    }

    private static byte[] Nest(byte[] input, int from, int to, Random random)
    {
        var (open, close) = Brackets[random.Next(Brackets.Length)];
        var depth = Depths[random.Next(Depths.Length)];
        var before = Encoding.UTF8.GetBytes(new StringBuilder().Insert(0, open, depth).ToString());
        var behind = random.Next(8) == 0 ? [] : Encoding.UTF8.GetBytes(new StringBuilder().Insert(0, close, depth).ToString());
        return [.. input[..from], .. before, .. input[from..to], .. behind, .. input[to..]];
    }

    /// <summary>Puts a number where one is, if there is any.</summary>
    private static byte[] PutNumber(byte[] input, Random random)
    {
        var digits = Enumerable.Range(0, input.Length).Where(i => char.IsAsciiDigit((char)input[i])).ToList();
        var from = digits.Count > 0 ? digits[random.Next(digits.Count)] : random.Next(input.Length + 1);
        while (from > 0 && from < input.Length && char.IsAsciiDigit((char)input[from - 1])) from--;
        var to = from;
        while (to < input.Length && char.IsAsciiDigit((char)input[to])) to++;
        return [.. input[..from], .. Encoding.ASCII.GetBytes(Numbers[random.Next(Numbers.Length)]), .. input[to..]];
    }

    private static byte[] SwapCase(byte[] input, int from, int to)
    {
        byte[] swapped = [.. input];
        for (var i = from; i < to; i++)
        {
            if (char.IsAsciiLetter((char)swapped[i])) swapped[i] ^= 0x20;
        }

        return swapped;
    }

    private byte[] Word(Random random) => words.Length == 0 ? [] : Encoding.UTF8.GetBytes(words[random.Next(words.Length)]);
}
