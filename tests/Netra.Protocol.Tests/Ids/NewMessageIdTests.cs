using System.Globalization;

namespace Netra.Protocol.Tests;

public sealed class NewMessageIdTests
{
    [Fact]
    public void NewId_Always_IsAUuidOfVersion7WithThePresentTime()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var id = MessageId.NewId();
        var after = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        Assert.True(MessageId.IsValid(id));
        Assert.Equal(32, id.Length);
        Assert.Equal(7, Guid.ParseExact(id, "N").Version);
        Assert.Contains(id[16], "89ab");
        Assert.InRange(long.Parse(id[..12], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), before, after);
    }

    [Fact]
    public async Task NewId_OnManyThreadsAtOnce_IsNeverTheSame()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 5_000).Select(_ => MessageId.NewId()).ToList())));
        Assert.Equal(40_000, made.SelectMany(ids => ids).Distinct(StringComparer.Ordinal).Count());
    }
}
