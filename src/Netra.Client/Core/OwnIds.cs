namespace Netra.Client;

/// <summary>The ids of the frames that a client sends for itself, by which it knows their answers. An application's id may not begin as they do.</summary>
internal static class OwnIds
{
    public const string Prefix = "netra:";
    public const string Auth = Prefix + "auth";
    public const string Resume = Prefix + "resume";
    public const string State = Prefix + "state";
}
