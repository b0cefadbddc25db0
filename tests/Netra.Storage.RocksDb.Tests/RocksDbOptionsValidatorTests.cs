namespace Netra.Storage.RocksDb.Tests;

public sealed class RocksDbOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_Succeeds() =>
        Assert.True(new RocksDbOptionsValidator().Validate(null, new RocksDbOptions()).Succeeded);

    [Fact]
    public void Validate_EverythingWrong_ReportsEveryFault()
    {
        var result = new RocksDbOptionsValidator().Validate(null, new RocksDbOptions
        {
            Path = " ",
            BlockCacheBytes = 0,
            WriteBufferBytes = 0,
            TotalWriteBufferBytes = -1,
            MaxWalBytes = 0,
            MaxOpenFiles = 0,
            ReopenInterval = TimeSpan.Zero,
            CloseTimeout = TimeSpan.FromDays(1),
        });
        Assert.Equal(8, result.Failures!.Count());
    }
}
