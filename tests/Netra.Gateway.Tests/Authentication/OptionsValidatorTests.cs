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
            SlowConsumerBytesPerSecond = 0,
            MaxUnsentBytes = 1,
            MessageBytesPerSecond = 0,
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
            RememberedConnections = -1,
            MaxConcurrentAttaches = 0,
            MaxWaitingAttaches = -1,
            AttachWait = TimeSpan.Zero,
            AttachTurn = TimeSpan.Zero,
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

    /// <summary>With a shorter one connections were closed before their first ping was due, whatever their clients did.</summary>
    [Theory]
    [InlineData(500, false)]
    [InlineData(1_999, false)]
    [InlineData(2_000, true)]
    public void Validate_HeartbeatTimeout_LeavesTimeForThePingAndItsAnswer(int aboveIntervalMs, bool isAccepted)
    {
        var interval = TimeSpan.FromSeconds(10);
        var options = new GatewayOptions { HeartbeatInterval = interval, HeartbeatTimeout = interval + TimeSpan.FromMilliseconds(aboveIntervalMs) };

        Assert.Equal(isAccepted, new GatewayOptionsValidator().Validate(null, options).Succeeded);
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
    public void Validate_TicketTimesWrong_BothNamed()
    {
        var options = TestTokens.Options();
        (options.TicketLifetime, options.TicketSession) = (TimeSpan.FromHours(2), TimeSpan.Zero);

        var failure = new AuthenticationOptionsValidator().Validate(null, options).FailureMessage;

        Assert.Contains("Netra:Authentication:TicketLifetime", failure, StringComparison.Ordinal);
        Assert.Contains("Netra:Authentication:TicketSession", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_IssuerAlone_NeedsNoKey()
    {
        var options = new AuthenticationOptions { Issuers = { new IssuerOptions { Authority = "https://login.example.com/tenant" } } };

        Assert.True(new AuthenticationOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void Validate_IssuerAllWrong_EveryFaultAtOnce()
    {
        var wrong = new IssuerOptions
        {
            Issuer = "",
            Algorithms = { "RS256", "HS256" },
            RefreshInterval = TimeSpan.FromDays(2),
            MinRefreshInterval = TimeSpan.Zero,
            Timeout = TimeSpan.FromMinutes(1),
            MaxDocumentBytes = 0,
        };

        var failure = new AuthenticationOptionsValidator().Validate(null, new AuthenticationOptions { Issuers = { wrong } }).FailureMessage;

        foreach (var setting in new[] { "Authority", "Issuer", "Algorithms", "RefreshInterval", "MinRefreshInterval", "Timeout", "MaxDocumentBytes" })
            Assert.Contains($"Netra:Authentication:Issuers:0:{setting}", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://login.example.com")]
    [InlineData("ftp://login.example.com")]
    [InlineData("login.example.com")]
    [InlineData("https://me:secret@login.example.com")]
    [InlineData("https://login.example.com/#keys")]
    [InlineData("")]
    public void Validate_AddressThatIsNotSafe_Refused(string address)
    {
        var byAuthority = new AuthenticationOptions { Issuers = { new IssuerOptions { Authority = address } } };
        var byKeys = new AuthenticationOptions { Issuers = { new IssuerOptions { Issuer = "login", JwksUrl = address } } };

        Assert.Contains("Issuers:0:Authority", new AuthenticationOptionsValidator().Validate(null, byAuthority).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("Issuers:0:JwksUrl", new AuthenticationOptionsValidator().Validate(null, byKeys).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_IssuersOfOneName_Refused()
    {
        var options = new AuthenticationOptions
        {
            Issuer = "https://a.example.com",
            Issuers =
            {
                new IssuerOptions { Authority = "https://a.example.com" },
                new IssuerOptions { Authority = "https://b.example.com" },
                new IssuerOptions { Issuer = "https://b.example.com", JwksUrl = "https://b.example.com/keys" },
            },
        };

        var failures = new AuthenticationOptionsValidator().Validate(null, options).Failures!.ToList();

        Assert.Equal(2, failures.Count);
        Assert.Contains("Issuers:0:Issuer", failures[0], StringComparison.Ordinal);
        Assert.Contains("Issuers:2:Issuer", failures[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ApiAllWrong_EveryFaultAtOnce()
    {
        var options = new ApiOptions
        {
            Keys = { new ApiKeyOptions(), new ApiKeyOptions { Name = "x", Sha256 = new string('g', 64), Scopes = { "read", "root" } } },
        };

        var failure = new ApiOptionsValidator().Validate(null, options).FailureMessage;

        foreach (var setting in new[] { "0:Name", "0:Sha256", "0:Scopes", "1:Sha256", "1:Scopes" })
            Assert.Contains($"Netra:Api:Keys:{setting}", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("1:Name", failure, StringComparison.Ordinal);
    }
}
