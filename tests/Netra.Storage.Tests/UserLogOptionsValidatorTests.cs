namespace Netra.Storage.Tests;

public sealed class UserLogOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_Succeeds() =>
        Assert.True(new UserLogOptionsValidator().Validate(null, new UserLogOptions()).Succeeded);

    [Fact]
    public void Validate_EverythingWrong_ReportsEveryFault()
    {
        var result = new UserLogOptionsValidator().Validate(null, new UserLogOptions
        {
            MaxQueuedCommits = 0,
            MaxQueuedBytes = 0,
            MaxGroupCommits = -1,
            MaxGroupBytes = 0,
            CommitTimeout = TimeSpan.Zero,
            DrainTimeout = TimeSpan.FromDays(1),
        });
        Assert.Equal(6, result.Failures!.Count());
    }
}
