using Microsoft.Extensions.Options;

namespace Netra.Gateway.Tests;

public sealed class DrainOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_Accepted() => Assert.True(Validate(new DrainOptions()).Succeeded);

    [Fact]
    public void Validate_AllWrong_EveryFaultAtOnce()
    {
        var options = new DrainOptions
        {
            ReadinessDelay = TimeSpan.FromTicks(-1),
            Duration = TimeSpan.Zero,
            MinPerSecond = 0,
            WaveInterval = TimeSpan.FromMilliseconds(1),
            GracePeriod = TimeSpan.Zero,
        };

        var failure = Validate(options).FailureMessage;

        foreach (var setting in typeof(DrainOptions).GetProperties())
            Assert.Contains("Netra:Drain:" + setting.Name, failure, StringComparison.Ordinal);
    }

    [Theory]
    // Beside the two: 5 s for the closing handshake, 2 s until who does not answer is gone, 1.5 s for the callers.
    [InlineData(3, 15, 26, false)]
    [InlineData(3, 15, 27, true)]
    [InlineData(null, 15, 26, false)]
    [InlineData(null, 15, 27, true)]
    [InlineData(0, 60, 68, false)]
    [InlineData(0, 60, 69, true)]
    public void Validate_GracePeriod_MustHoldTheWholeDrain(int? readiness, int duration, int grace, bool isAccepted)
    {
        var options = new DrainOptions
        {
            ReadinessDelay = readiness is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Duration = TimeSpan.FromSeconds(duration),
            GracePeriod = TimeSpan.FromSeconds(grace),
        };

        Assert.Equal(isAccepted, Validate(options).Succeeded);
    }

    private static ValidateOptionsResult Validate(DrainOptions options) =>
        new DrainOptionsValidator(Options.Create(new GatewayOptions())).Validate(null, options);
}
