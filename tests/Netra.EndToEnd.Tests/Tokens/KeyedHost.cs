namespace Netra.EndToEnd.Tests;

/// <summary>A host with a key of each algorithm, an issuer and an audience.</summary>
public sealed class KeyedHost : RunningHost
{
    public const string Issuer = "https://id.example.com";
    public const string Audience = "netra-tests";

    public KeyedHost()
        : this(new SigningKeys(isKnown: true))
    {
    }

    private KeyedHost(SigningKeys keys)
        : base(keys.AddTo(new HostSettings { Environment = "Production" })
            .With("Netra:Authentication:Issuer", Issuer)
            .With("Netra:Authentication:Audience", Audience)
            .With("Netra:Api:Keys:0:Name", "tests")
            .With("Netra:Api:Keys:0:Sha256", ApiKeyTests.HashOf(NetraApi.DevelopmentKey))
            .With("Netra:Api:Keys:0:Scopes:0", "publish")
            .With("Netra:Api:Keys:0:Scopes:1", "read")) => Keys = keys;

    public SigningKeys Keys { get; }
}
