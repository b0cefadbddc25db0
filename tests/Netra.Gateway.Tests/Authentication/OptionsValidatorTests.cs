namespace Netra.Gateway.Tests;

public sealed class OptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_Accepted()
    {
        Assert.True(new GatewayOptionsValidator().Validate(null, new GatewayOptions()).Succeeded);
        Assert.True(new AuthenticationOptionsValidator().Validate(null, TestTokens.Options()).Succeeded);
        Assert.True(new ApiOptionsValidator().Validate(null, new ApiOptions()).Succeeded);
    }

    [Fact]
    public void Validate_GatewayAllWrong_EveryFaultAtOnce()
    {
        var options = new GatewayOptions
        {
            MaxMessageBytes = 0,
            MessagesPerSecond = 0,
            ConnectionsPerUser = 0,
            HeartbeatInterval = TimeSpan.Zero,
            HeartbeatTimeout = TimeSpan.Zero,
            MaxQueuedFrames = 1,
            MaxQueuedBytes = -1,
            MaxHeldEphemeralFrames = -1,
            MaxHeldEphemeralBytes = -1,
            SlowConsumerTimeout = TimeSpan.Zero,
            MaxInboundMessages = 0,
            MaxInboundBytes = 0,
            CloseTimeout = TimeSpan.Zero,
            LeaseInterval = TimeSpan.Zero,
            MaxConcurrentReattaches = 0,
            FirstRetryDelay = TimeSpan.Zero,
            MaxRetryDelay = TimeSpan.FromTicks(-1),
            MaxRequestBytes = -1,
            UserMessagesPerSecond = 0,
            ConnectionPolicy = (Netra.Abstractions.ConnectionPolicy)7,
            MaxConnections = 0,
            MaxConcurrentAttaches = 0,
            MaxWaitingAttaches = -1,
            AttachWait = TimeSpan.Zero,
            MaxRetryAfter = TimeSpan.FromMilliseconds(999),
            RequestHeadersTimeout = TimeSpan.Zero,
            MessageTimeout = TimeSpan.Zero,
            MaxMessageFragments = 0,
            AllowedOrigins = { "app.example.com" },
            PublicUrl = "https://rt.example.com/ws",
        };

        var failure = new GatewayOptionsValidator().Validate(null, options).FailureMessage;

        foreach (var property in typeof(GatewayOptions).GetProperties())
            Assert.Contains($"Netra:Gateway:{property.Name}", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com/path")]
    [InlineData("*")]
    [InlineData("")]
    public void Validate_NoOrigin_Refused(string origin) =>
        Assert.True(new GatewayOptionsValidator().Validate(null, new GatewayOptions { AllowedOrigins = { origin } }).Failed);

    [Fact]
    public void Validate_AuthenticationAllWrong_EveryFaultAtOnce()
    {
        var options = new AuthenticationOptions
        {
            Keys = { new TokenKeyOptions { Algorithm = "none" }, new TokenKeyOptions { Algorithm = "HS256", Secret = "short" } },
            ClockSkew = TimeSpan.FromSeconds(31),
        };

        var failure = new AuthenticationOptionsValidator().Validate(null, options).FailureMessage;

        Assert.Contains("Netra:Authentication:Keys:0", failure, StringComparison.Ordinal);
        Assert.Contains("Netra:Authentication:Keys:1", failure, StringComparison.Ordinal);
        Assert.Contains("Netra:Authentication:ClockSkew", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("short", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_NoTokenKeys_Refused() =>
        Assert.True(new AuthenticationOptionsValidator().Validate(null, new AuthenticationOptions()).Failed);

    [Fact]
    public void Validate_ApiAllWrong_EveryFaultAtOnce()
    {
        var options = new ApiOptions
        {
            Keys = { new ApiKeyOptions(), new ApiKeyOptions { Name = "x", Sha256 = new string('g', 64), Scopes = { "read", "admin" } } },
        };

        var failure = new ApiOptionsValidator().Validate(null, options).FailureMessage;

        foreach (var setting in new[] { "0:Name", "0:Sha256", "0:Scopes", "1:Sha256", "1:Scopes" })
            Assert.Contains($"Netra:Api:Keys:{setting}", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("1:Name", failure, StringComparison.Ordinal);
    }
}
