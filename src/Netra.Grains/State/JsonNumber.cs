using System.Globalization;

namespace Netra.Grains;

/// <summary>
/// The value of a JSON number, whatever its size: digits without zeros at their ends, times a power of ten. The framework's comparison throws for exponents beyond
/// 32 bits.
/// </summary>
internal readonly ref struct JsonNumber
{
    /// <summary>The longest exponent that is read, in digits; it fits in 64 bits with the shift by any number of digits.</summary>
    private const int MaxExponentDigits = 17;

    private readonly bool _isNegative;
    private readonly byte[] _digits;
    private readonly long _exponent;

    private JsonNumber(bool isNegative, byte[] digits, long exponent)
    {
        _isNegative = isNegative;
        _digits = digits;
        _exponent = exponent;
    }

    /// <summary>Whether two numbers have the same value. Those with absurd exponents (10 to the power of 10^17) are equal only when their text is.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.SequenceEqual(other)) return true;
        return TryRead(one, out var first) && TryRead(other, out var second)
            && first._digits.AsSpan().SequenceEqual(second._digits)
            && (first._digits.Length == 0 || (first._isNegative == second._isNegative && first._exponent == second._exponent));
    }

    private static bool TryRead(ReadOnlySpan<byte> text, out JsonNumber number)
    {
        number = default;
        var end = text.IndexOfAny((byte)'e', (byte)'E');
        var exponent = 0L;
        if (end >= 0 && !TryReadExponent(text[(end + 1)..], out exponent)) return false;

        var isNegative = text[0] == '-';
        var mantissa = text[(isNegative ? 1 : 0)..(end < 0 ? text.Length : end)];
        var point = mantissa.IndexOf((byte)'.');
        byte[] all = point < 0 ? mantissa.ToArray() : [.. mantissa[..point], .. mantissa[(point + 1)..]];
        var digits = all.AsSpan().TrimEnd((byte)'0');
        exponent += all.Length - digits.Length - (point < 0 ? 0 : mantissa.Length - point - 1);
        number = new JsonNumber(isNegative, digits.TrimStart((byte)'0').ToArray(), exponent);
        return true;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        var digits = text.TrimStart("+-"u8).TrimStart((byte)'0');
        exponent = 0;
        if (digits.Length > MaxExponentDigits) return false;
        if (digits.Length > 0) exponent = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (text[0] == '-') exponent = -exponent;
        return true;
    }
}
