namespace Netra.Storage.RocksDb.Tests;

/// <summary>Damages files as disks and crashes do.</summary>
internal static class FileDamage
{
    public static void FlipByte(FileInfo file, long offset)
    {
        using var stream = file.Open(FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Position = offset;
        var value = (byte)stream.ReadByte();
        stream.Position = offset;
        stream.WriteByte((byte)(value ^ 0xFF));
    }

    /// <summary>Flips the first byte of a text in a file.</summary>
    public static void FlipIn(FileInfo file, ReadOnlySpan<byte> text)
    {
        var offset = File.ReadAllBytes(file.FullName).AsSpan().IndexOf(text);
        Assert.True(offset >= 0, $"{file.Name} does not have the text.");
        FlipByte(file, offset);
    }

    public static void Truncate(FileInfo file, long length)
    {
        using var stream = file.Open(FileMode.Open, FileAccess.Write);
        stream.SetLength(length);
    }
}
