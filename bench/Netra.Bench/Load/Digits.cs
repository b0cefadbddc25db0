namespace Netra.Bench;

/// <summary>Decimal numbers of a fixed width, so that they stand at fixed places.</summary>
internal static class Digits
{
    /// <summary>Fills the whole span.</summary>
    public static void Write(Span<byte> digits, long number)
    {
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            (number, var digit) = Math.DivRem(number, 10);
            digits[i] = (byte)('0' + digit);
        }
    }

    /// <summary>Reads the whole span, which holds nothing but digits.</summary>
    public static long Read(ReadOnlySpan<byte> digits)
    {
        var number = 0L;
        foreach (var digit in digits) number = (number * 10) + (digit - '0');
        return number;
    }
}
