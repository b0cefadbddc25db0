namespace Netra.Faults;

/// <summary>Something that holds of every user's history.</summary>
internal interface IRule
{
    IEnumerable<Violation> Check(UserHistory user);
}
