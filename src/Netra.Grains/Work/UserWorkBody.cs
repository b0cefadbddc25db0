namespace Netra.Grains;

/// <summary>What a record of work says is to be done.</summary>
internal abstract record UserWorkBody;
